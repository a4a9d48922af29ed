import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { UserError } from '../errors.ts';
import type { PageViews } from './views.ts';
import type { PageContext } from './web-app.ts';

/** What stands on every page. */
export interface Imprint {
  listName: string;
  postalAddress: string;
  /** Address of the people behind it. */
  contact: string;
}

const NAMES = ['home', 'message', 'unsubscribe', 'left', 'preferences', 'tune', 'paper', 'edition'] as const;

/** Answers with a page: its template, filled and framed. */
export type Show = <Name extends keyof PageViews>(
  c: PageContext,
  name: Name,
  view: PageViews[Name],
  status?: ContentfulStatusCode,
) => Response;

export interface Templates {
  show: Show;
  /** Content-Security-Policy source of the one style sheet, which stands in every page. */
  styleHash: string;
}

/**
 * Compiles the pages of a folder, once: `layout.hbs` around each, `page.css` inside. A missing file or a mistake
 * in a template is a UserError that names the place. Every value is escaped; one that a view lacks throws.
 */
export async function openTemplates(folder: string, imprint: Imprint & { home: string }): Promise<Templates> {
  const { default: handlebars } = await import('handlebars');
  const engine = handlebars.create();
  const options = { strict: true, knownHelpersOnly: true };
  const css = await readTemplate(join(folder, 'page.css'));

  async function compile(name: string) {
    const file = join(folder, `${name}.hbs`);
    const source = await readTemplate(file);
    try {
      // Compiling waits for the first page; a mistake is better told before.
      engine.precompile(source, options);
    } catch (error) {
      throw new UserError(`${file}: ${(error as Error).message}`);
    }
    return engine.compile<object>(source, options);
  }

  for (const part of ['layout', 'notice']) engine.registerPartial(part, await compile(part));
  const pages = new Map<string, (view: object) => string>();
  for (const name of NAMES) pages.set(name, await compile(name));

  return {
    styleHash: `'sha256-${createHash('sha256').update(css).digest('base64')}'`,
    show(c, name, view, status = 200) {
      const site = { ...imprint, css, personal: c.get('personal') };
      return c.html(pages.get(name)?.({ ...view, site }) ?? '', status);
    },
  };
}

async function readTemplate(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      `cannot read the template ${file} (${error.code}); it belongs to the program, restore it`,
    );
  });
}
