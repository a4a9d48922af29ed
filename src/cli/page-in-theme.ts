import type { App } from '../app.ts';
import type { Theme } from '../render/theme.ts';
import { openWeb } from '../web/open-web.ts';

/** The home page as it would be in a theme: the HTML. Templates are read anew each time. */
export async function pageInTheme(app: App, theme: Theme): Promise<string> {
  const web = await openWeb(app, { theme });
  const answer = await web.fetch(new Request(app.config('links').publicUrl));
  return answer.text();
}
