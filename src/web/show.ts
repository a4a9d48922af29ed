import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { UserError } from '../errors.ts';
import { type Theme, themeCss } from '../render/theme.ts';
import type { PageViews } from './views.ts';
import type { PageContext } from './web-app.ts';

/** What stands on every page. */
export interface Imprint {
  listName: string;
  postalAddress: string;
  /** Address of the people behind it. */
  contact: string;
}

/** Templates that are part of others. */
const PARTIALS = [
  'layout',
  'notice',
  'tried',
  'admin-nav',
  'admin-legend',
  'admin-accounts',
  'search-form',
  'pager',
  'list-pager',
];

/** Answers with a page: its template, filled and framed. */
export type Show = <Name extends keyof PageViews>(
  c: PageContext,
  name: Name,
  view: PageViews[Name],
  status?: ContentfulStatusCode,
) => Response;

export interface Templates {
  show: Show;
  /** Content-Security-Policy sources of the style sheets, which stand in the pages. */
  styleHashes: string[];
  /** What makes the pages better, and none of them needs. */
  script: string;
}

/**
 * Compiles the pages of a folder, once: `layout.hbs` around each, `page.css` in the colours of the theme inside. A missing file or a mistake
 * in a template is a UserError that names the place. Every value is escaped; one that a view lacks throws.
 */
export async function openTemplates(
  folder: string,
  imprint: Imprint & { home: string; base: string },
  theme: Theme,
): Promise<Templates> {
  const { default: handlebars } = await import('handlebars');
  const engine = handlebars.create();
  const options = { strict: true, knownHelpersOnly: true };
  const css = themeCss(theme) + (await readTemplate(join(folder, 'page.css')));
  const adminCss = css + (await readTemplate(join(folder, 'admin.css')));
  // In the address of a picture # ends it.
  const icon = { accent: theme.day.accent.slice(1), paper: theme.day['on-accent'].slice(1) };
  const script = await readTemplate(join(folder, 'page.js'));
  const scriptLink = `${imprint.base}/page.js?v=${sha256(script).slice(0, 12).replace(/\W/g, '')}`;

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

  for (const part of PARTIALS) engine.registerPartial(part, await compile(part));
  const pages = new Map<string, (view: object) => string>();
  for (const file of (await readdir(folder)).filter(one => one.endsWith('.hbs'))) {
    const name = file.slice(0, -'.hbs'.length);
    if (!PARTIALS.includes(name)) pages.set(name, await compile(name));
  }

  return {
    styleHashes: [css, adminCss].map(style => `'sha256-${sha256(style)}'`),
    script,
    show(c, name, view, status = 200) {
      const page = pages.get(name);
      if (!page)
        throw new UserError(`${join(folder, name)}.hbs is missing; it belongs to the program, restore it`);
      const admin = name.startsWith('admin');
      const style = admin ? adminCss : css;
      const nav = navigation(imprint.base, c.req.path);
      const site = {
        ...imprint,
        icon,
        css: style,
        script: scriptLink,
        personal: c.get('personal'),
        nav,
        admin,
      };
      return c.html(page({ feeds: [], ...view, site }), status);
    },
  };
}

/** Where everybody may go, and where they are: on that very page, or below it. */
function navigation(base: string, path: string) {
  const below = base !== '' && path.startsWith(`${base}/`) ? path.slice(base.length) : path;
  const places = [
    { name: 'Archive', path: '/editions', holds: /^\/(editions|papers)\// },
    { name: 'Topics', path: '/topics', holds: /^\/topics\// },
    { name: 'Subscribe', path: '/', holds: /^\/subscribe$/ },
  ];
  return places.map(place => ({
    name: place.name,
    link: `${base}${place.path}`,
    current: below === place.path ? 'page' : place.holds.test(below) ? 'true' : '',
  }));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

async function readTemplate(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      `cannot read the template ${file} (${error.code}); it belongs to the program, restore it`,
    );
  });
}
