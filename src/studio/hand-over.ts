import type { App } from '../app.ts';
import { type MailOpener, mailOpener, type Opener, type Outcome } from './mail-program.ts';
import type { Room, StudioContext, StudioPages } from './room.ts';
import { type SenderToMe, senderToMe } from './send-to-me.ts';
import type { HandOverView } from './views.ts';

/** Ways for a mail to leave the studio; none of them writes a delivery. */
export interface HandOver {
  opener: MailOpener;
  sender: SenderToMe;
  /** The mail goes by settings that are not those of what is shown. */
  bySettingsOfTheirOwn: boolean;
  /** Ends what is under way, and removes what was written. */
  end: () => void;
}

/** `operator`: whose settings say who the operator is, and by which server they get mail; null: those of `app`. */
export function openHandOver(app: App, operator: App | null, opener?: Opener): HandOver {
  const ways = { opener: mailOpener(opener), sender: senderToMe(operator ?? app) };
  const end = () => {
    ways.sender.end();
    ways.opener.end();
  };
  return { ...ways, bySettingsOfTheirOwn: operator !== null, end };
}

/** What the partial `hand-over` shows for the mail at `path`; `query` as in an address, with its `?`. */
export function handOverView(
  { sender, bySettingsOfTheirOwn }: HandOver,
  path: string,
  query = '',
): HandOverView {
  const way = sender.way();
  const found =
    'missing' in way
      ? { to: '', server: '', missing: way.missing }
      : { to: way.to, server: way.server, missing: '' };
  return { ...found, open: `${path}/open${query}`, send: `${path}/send-to-me${query}`, bySettingsOfTheirOwn };
}

/**
 * `POST path/open` and `POST path/send-to-me`, for the room of the page at `path`. `bytesOf` finds the mail that is meant; null:
 * there is none.
 */
export function handOverPages(
  pages: StudioPages,
  { show, handOver }: Room,
  path: string,
  bytesOf: (c: StudioContext) => Promise<Buffer | null>,
): void {
  const { opener, sender } = handOver;
  const ways: [
    action: string,
    title: [done: string, failed: string],
    act: (raw: Buffer) => Promise<Outcome>,
  ][] = [
    ['open', ['The mail is open', 'The mail was not opened'], opener.open],
    ['send-to-me', ['The mail is on its way to you', 'The mail was not sent'], sender.send],
  ];
  for (const [action, [done, failed], act] of ways) {
    pages.post(`${path}/${action}`, async c => {
      const link = c.req.path.slice(0, -`/${action}`.length) + new URL(c.req.url).search;
      const raw = await bytesOf(c);
      const back = { link, linkText: 'Back to the mail' };
      if (!raw)
        return show(
          c,
          'message',
          { title: failed, text: ['There is no such mail (any more).'], ...back },
          404,
        );
      const outcome = await act(raw);
      const title = outcome.done ? done : failed;
      return show(c, 'message', { title, text: outcome.words, ...back }, outcome.done ? 200 : 409);
    });
  }
}
