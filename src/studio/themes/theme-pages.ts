import { relative } from 'node:path';
import { UserError } from '../../errors.ts';
import { frameHtml } from '../../inspect/frame.ts';
import { themeFile } from '../../render/theme.ts';
import { lookAt, makeMail } from '../preview/look.ts';
import { readState } from '../preview/state.ts';
import { shortDate } from '../preview/words.ts';
import type { Room, StudioContext, StudioPages } from '../room.ts';
import { MAIL_RULES, RULES } from '../rules.ts';
import { type FoundTheme, themesIn } from './themes-on-disk.ts';
import { themesView } from './themes-view.ts';

/** A page runs nothing in here, and its links lead nowhere: they are those of another server. */
const PAGE_RULES = MAIL_RULES.replace(/sandbox .*/, 'sandbox');
const SCRIPTS = /<script\b[^>]*><\/script>/g;

/** A sheet of all themes, each with a real mail and a page in it. Nothing is changed here: a theme is put to use by copying its file. */
export function themePages(pages: StudioPages, { parts: studio, show }: Room): void {
  const { app, live, page } = studio;
  const { templates } = app.home;
  const together = shared();

  pages.get('/themes', async c => {
    const view = themesView(await themesIn(templates), {
      path: shortest,
      used: themeFile(templates),
      listName: app.config('mail').mailFrom.name ?? 'Paperboy',
      shown: await shownMail(),
      hasPage: page !== undefined,
    });
    return show(c, 'themes', view);
  });

  pages.get('/themes/mail', async c => {
    const { id } = await asked(c);
    const html = await together(`mail ${live.version()} ${id}`, async () =>
      mailIn(id === '' ? await live.parts() : await live.themed(id)),
    );
    return frame(c, html, MAIL_RULES);
  });

  pages.get('/themes/page', async c => {
    const { id, theme, wrong } = await asked(c);
    if (!theme) throw new UserError(wrong);
    if (!page) throw new UserError('There is no page to show here.');
    const html = await together(`page ${live.version()} ${id}`, () => page(theme));
    return frame(c, html.replace(SCRIPTS, ''), PAGE_RULES);
  });

  /** The theme that an address names. */
  async function asked(c: StudioContext): Promise<FoundTheme> {
    const id = c.req.query('theme') ?? '';
    const themes = await themesIn(templates);
    const theme = themes.find(one => (id === '' ? one.isUsed : one.id === id));
    if (!theme)
      throw new UserError(`There is no theme ${JSON.stringify(id.slice(0, 60))} in ${templates}/themes.`);
    return theme;
  }

  /** The next mail of whoever comes first; a letter where there is none for them. */
  async function mailIn(parts: Awaited<ReturnType<typeof live.parts>>): Promise<string> {
    const look = { ...(await firstLook()), parts };
    const { about } = look;
    if (!about) throw new UserError('There is nobody to show a mail for.');
    const { mail } = await makeMail(studio, look, about);
    if (mail?.html) return mail.html;
    const letter = { ...look, state: { ...look.state, mail: 'confirm' as const } };
    return (await makeMail(studio, letter, about)).mail?.html ?? '';
  }

  function firstLook() {
    return lookAt(studio, readState(new URLSearchParams()));
  }

  async function shownMail(): Promise<string> {
    const { about } = await firstLook();
    if (!about) return '';
    return `${about.subscriber.name ?? about.subscriber.email}, ${shortDate(about.editions.edition)}`;
  }
}

/** Makes what is asked for twice at the same time, by day and at night, once; the key tells what it is made of. */
function shared(): (key: string, make: () => Promise<string>) => Promise<string> {
  const underway = new Map<string, Promise<string>>();
  return (key, make) => {
    const made = underway.get(key) ?? make().finally(() => underway.delete(key));
    underway.set(key, made);
    return made;
  };
}

function frame(c: StudioContext, html: string, rules: string): Response {
  const scheme = c.req.query('scheme') === 'dark' ? 'dark' : 'light';
  c.header(RULES, rules);
  return c.html(frameHtml(html, { scheme, images: true }));
}

/** As one would type it where the program was started. */
function shortest(file: string): string {
  const path = relative('', file);
  return path.startsWith('..') ? file : path;
}
