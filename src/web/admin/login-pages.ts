import { deleteCookie, setCookie } from 'hono/cookie';
import { readSent } from '../sent.ts';
import type { PageContext, Pages } from '../web-app.ts';
import { UNREADABLE } from '../words.ts';
import { fromOperator, isOwnForm, type Room } from './for-operator.ts';
import { NOT_FROM_HERE, roughly } from './words.ts';

const COOKIE_S = 12 * 3_600;

/** The way in and out: one password, one cookie. */
export function loginPages(pages: Pages, room: Room): void {
  const { site, operator } = room;
  const { clock } = site.parts;
  const cookie = { path: operator.cookie.path, secure: operator.cookie.secure, httpOnly: true } as const;

  pages.get('/admin/login', c => form(c, ''));

  pages.post('/admin/login', async c => {
    if (!isOwnForm(c, operator))
      return site.show(c, 'message', { ...NOT_FROM_HERE, link: operator.links.home }, 403);
    const sent = await readSent(c);
    if (!sent) return site.show(c, 'message', UNREADABLE, 400);
    // From here to the count nothing is waited for: guesses that come in at once would all be let through.
    const client = c.get('client');
    const wait = operator.tries.wait(client);
    if (wait > 0) {
      operator.onOperator('a login was refused: too many tries');
      c.header('Retry-After', String(Math.ceil(wait / 1000)));
      return form(
        c,
        `There were too many tries. Wait ${roughly(wait)}; the command line works meanwhile.`,
        429,
      );
    }
    if (!operator.isPassword(sent.one('password') ?? '')) {
      operator.tries.failed(client);
      operator.onOperator('a login was refused: wrong password');
      return form(
        c,
        'That is not the password. It is what ADMIN_TOKEN says, in the settings of this instance.',
        403,
      );
    }
    operator.onOperator('logged in');
    setCookie(c, operator.cookie.name, operator.sessions.open(clock.now()), {
      ...cookie,
      sameSite: 'Strict',
      maxAge: COOKIE_S,
    });
    return c.redirect(operator.links.home, 303);
  });

  pages.post(
    '/admin/logout',
    fromOperator(room, c => {
      operator.onOperator('logged out');
      deleteCookie(c, operator.cookie.name, cookie);
      return c.redirect(operator.links.login, 303);
    }),
  );

  function form(c: PageContext, error: string, status: 200 | 403 | 429 = 200): Response {
    return site.show(c, 'admin-login', { title: 'Operator', action: operator.links.login, error }, status);
  }
}
