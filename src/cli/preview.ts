import type { Command } from 'commander';
import { addEditionOptions, type EditionOptions } from './edition-options.ts';
import { collect, readPort } from './options.ts';

/** What both forms of the command take. */
export interface PreviewOptions extends EditionOptions {
  out?: string;
  subscriber?: string[];
  json?: true;
  port: number;
  example?: true;
}

/** Below the mailbox of `dev`, so that both can be open at once. */
const PORT = 8024;

export function define(command: Command): void {
  addEditionOptions(command)
    .option('--subscriber <email>', 'only for this subscriber; repeatable with --out', collect)
    .option('--port <port>', 'of the studio, on this machine only', readPort, PORT)
    .option('--example', 'show bundled papers and made-up readers, whatever is stored')
    .option('--out <folder>', 'no studio: write <email>.eml, .html and .txt of every delivery here')
    .option('--json', 'with --out: print one JSON document')
    .action(async (options: PreviewOptions) => {
      const { out } = options;
      if (out !== undefined) return (await import('./preview-files.ts')).writeFiles(out, options);
      return (await import('./preview-studio.ts')).serveStudio(options);
    });
}
