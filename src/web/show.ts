import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { UserError } from '../errors.ts';
import { type Theme, themeCss } from '../render/theme.ts';
import { compilePages, readTemplate } from './page-templates.ts';
import type { PageViews } from './views.ts';
import type { PageContext } from './web-app.ts';

/** What stands on every page. */
export interface Imprint {
  listName: string;
  postalAddress: string;
  /** Address of the people behind it. */
  contact: string;
}

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
  const pages = await compilePages(folder);
  const css = themeCss(theme) + (await readTemplate(join(folder, 'page.css')));
  const adminCss = css + (await readTemplate(join(folder, 'admin.css')));
  // In the address of a picture # ends it.
  const icon = { accent: theme.day.accent.slice(1), paper: theme.day['on-accent'].slice(1) };
  const script = await readTemplate(join(folder, 'page.js'));
  const scriptLink = `${imprint.base}/page.js?v=${sha256(script).slice(0, 12).replace(/\W/g, '')}`;

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
