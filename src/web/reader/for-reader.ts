import { reachable } from '../../audience/by-link.ts';
import type { Purpose } from '../../audience/link-token.ts';
import type { Reachable } from '../../model/subscriber.ts';
import type { Site } from '../site.ts';
import type { PageContext } from '../web-app.ts';
import { DAMAGED_LINK, GONE } from '../words.ts';

/** Whom a link was made for, and in which edition's mail it stood. */
export interface Visit {
  reader: Reachable;
  edition: string | null;
}

/**
 * A page behind a token, which is all the authority there is: no cookie, no login. Answers itself for a token
 * that is not ours (404), and for a reader who is erased (410).
 */
export function forReader(
  { parts, tokens, show }: Site,
  purpose: Purpose,
  answer: (c: PageContext, visit: Visit) => Response | Promise<Response>,
): (c: PageContext) => Promise<Response> {
  return async c => {
    const content = tokens.verify(purpose, c.req.param('token') ?? '');
    if (!content) return show(c, 'message', DAMAGED_LINK, 404);
    const reader = await reachable(parts.store, content.subscriber);
    if (!reader) return show(c, 'message', GONE, 410);
    return answer(c, { reader, edition: content.edition });
  };
}

/** An address as only its owner can tell it: `a…@example.org`. */
export function masked(email: string): string {
  const at = email.lastIndexOf('@');
  const [first = ''] = email.slice(0, at);
  return `${first}…${email.slice(at)}`;
}

/** An instant on the clocks of a zone, for a page that says which day it speaks of: `07:02`. */
export function clockTime(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' }).format(at);
}
