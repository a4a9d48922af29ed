import { getCookie } from 'hono/cookie';
import { readSent, type Sent } from '../sent.ts';
import type { Site } from '../site.ts';
import type { Notice } from '../views.ts';
import type { PageContext } from '../web-app.ts';
import { UNREADABLE } from '../words.ts';
import { isFromHere } from './from-here.ts';
import type { Operator } from './operator.ts';
import type { Session } from './session.ts';
import type { AdminPage } from './views.ts';
import { NOT_FROM_HERE } from './words.ts';

/** What the operator's pages are made with. */
export interface Room {
  site: Site;
  operator: Operator;
}

const ROOMS = ['Overview', 'Editions', 'Subscribers', 'Suppressions', 'Topics', 'Papers'] as const;
type RoomName = (typeof ROOMS)[number];

/** What every page of the operator's has: its title, the way around, and what is to be told first. */
export type Frame = (room: RoomName, title: string, notice?: Notice | null) => AdminPage;

/** The operator looks at a page. */
export interface Look {
  frame: Frame;
}

/** The operator sent a form. */
export interface Word extends Look {
  sent: Sent;
}

type Answer<Visit> = (c: PageContext, visit: Visit) => Response | Promise<Response>;

/** A page that only the operator sees; everybody else is shown the way to the login. */
export function forOperator(room: Room, answer: Answer<Look>): (c: PageContext) => Promise<Response> {
  const { operator } = room;
  return async c => {
    const session = sessionOf(c, room);
    return session ? answer(c, { frame: framer(operator, session) }) : c.redirect(operator.links.login, 303);
  };
}

/** The same for a form: it has to be one of ours, in the session it was made for. */
export function fromOperator(room: Room, answer: Answer<Word>): (c: PageContext) => Promise<Response> {
  const { operator, site } = room;
  return async c => {
    const session = sessionOf(c, room);
    if (!session) return c.redirect(operator.links.login, 303);
    const sent = await readSent(c);
    if (!sent) return site.show(c, 'message', UNREADABLE, 400);
    const isOurs = isOwnForm(c, operator) && operator.sessions.isFormToken(session, sent.one('form') ?? '');
    if (!isOurs) return site.show(c, 'message', { ...NOT_FROM_HERE, link: operator.links.home }, 403);
    return answer(c, { frame: framer(operator, session), sent });
  };
}

/** True when the browser says that a page of ours sent this, or nothing at all. */
export function isOwnForm(c: PageContext, { origin }: Operator): boolean {
  const header = (name: string) => c.req.header(name);
  return isFromHere(
    { site: header('sec-fetch-site'), origin: header('origin'), host: header('host') },
    origin,
  );
}

function sessionOf(c: PageContext, { operator, site }: Room): Session | null {
  const cookie = getCookie(c, operator.cookie.name) ?? '';
  return operator.sessions.read(cookie, site.parts.clock.now());
}

function framer({ links, sessions }: Operator, session: Session): Frame {
  const roomLinks: Record<RoomName, string> = {
    Overview: links.home,
    Editions: links.editions,
    Subscribers: links.subscribers,
    Suppressions: links.suppressions,
    Topics: links.topics,
    Papers: links.papers,
  };
  const form = sessions.formToken(session);
  return (room, title, notice = null) => {
    const rooms = ROOMS.map(name => ({ name, link: roomLinks[name], isHere: name === room }));
    return { title, notice, nav: { rooms, logout: links.logout, form } };
  };
}
