import { type App, createApp } from '../app.ts';

/** Runs a command's work with the program's parts, and closes them whatever happens. */
export async function withApp(work: (app: App) => Promise<void>): Promise<void> {
  const app = createApp();
  try {
    await work(app);
  } finally {
    await app.close();
  }
}
