import { parseAddress } from '../../audience/address.ts';
import { reachable } from '../../audience/by-link.ts';
import { askToMove, eraseByLink, openedBy } from '../../audience/fresh-link.ts';
import { UserError } from '../../errors.ts';
import { addDays, type CalendarDate } from '../../model/date.ts';
import { OUTSIDE_NAME } from '../../model/edition.ts';
import { queryName } from '../../model/query-name.ts';
import type { Reachable } from '../../model/subscriber.ts';
import { learnedInWords } from '../../pipeline/learned-in-words.ts';
import { myData } from '../../pipeline/my-data.ts';
import { storiesOf } from '../../pipeline/story.ts';
import { learnedOf } from '../../pipeline/taste.ts';
import { today } from '../../plan/calendar.ts';
import { cleanText } from '../../render/clean-text.ts';
import { readSent, type Sent } from '../sent.ts';
import type { Site } from '../site.ts';
import type { Notice } from '../views.ts';
import type { PageContext, Pages } from '../web-app.ts';
import { DAMAGED_LINK, ERASED, GONE, UNREADABLE } from '../words.ts';
import { type AccountShowing, accountView } from './account-view.ts';
import { clockTime } from './for-reader.ts';

/** Days that the history reaches back. */
const HISTORY_DAYS = 14;

/** Who came by a fresh link. */
interface Owner {
  reader: Reachable;
  /** Number of the letter that the link stood in, and when it ends (ms). */
  letter: number;
  until: number;
}

/** What is only a reader's own, behind a link mailed a moment ago: history, export, another address, erasure. */
export function accountPages(pages: Pages, site: Site): void {
  const { parts, tokens, links, show, topicName, learn, onAsked } = site;
  const { store, clock } = parts;

  pages.get(
    '/account/:token',
    forOwner(async (c, owner) =>
      c.req.query('data') === undefined ? answer(c, owner, {}) : download(c, owner),
    ),
  );

  pages.post(
    '/account/:token',
    forOwner(async (c, owner) => {
      const sent = await readSent(c);
      if (!sent) return show(c, 'message', UNREADABLE, 400);
      if (sent.one('erase') === undefined) return answer(c, owner, await act(owner, sent));
      if (sent.one('sure') !== 'yes') return answer(c, owner, unsure());
      await eraseByLink(store, owner.reader.num, clock.now());
      return show(c, 'message', ERASED);
    }),
  );

  /**
   * Answers itself for a token that is not ours (404), for a reader who is erased, and for a link whose time is over,
   * with a way to a new one (both 410).
   */
  function forOwner(page: (c: PageContext, owner: Owner) => Promise<Response>) {
    return async (c: PageContext): Promise<Response> => {
      const content = tokens.verify('account', c.req.param('token') ?? '');
      if (!content) return show(c, 'message', DAMAGED_LINK, 404);
      const reader = await reachable(store, content.subscriber);
      if (!reader) return show(c, 'message', GONE, 410);
      const letter = Number(content.extra ?? Number.NaN);
      const opened = await openedBy(store, reader.num, letter, clock.now());
      if (opened) return page(c, { reader, letter, until: opened.until });
      const action = links.preferences(reader.num);
      return show(c, 'account-over', { title: 'This link has had its time', action }, 410);
    };
  }

  async function act({ reader }: Owner, sent: Sent): Promise<AccountShowing> {
    if (sent.one('forget') !== undefined) {
      await store.signals.clear(reader.num);
      return { notice: done('Forgotten', 'Nothing that you said of papers is stored any more.') };
    }
    const address = sent.one('address');
    return address === undefined ? {} : move(reader, address);
  }

  async function move(reader: Reachable, typed: string): Promise<AccountShowing> {
    const wrong = (problem: string): AccountShowing => ({
      typedAddress: typed,
      errors: { address: problem },
      notice: mistake('Another address', '#address'),
    });
    let address: ReturnType<typeof parseAddress>;
    try {
      address = parseAddress(typed);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return wrong(error.message);
    }
    if (address.key === parseAddress(reader.email).key)
      return wrong('That is the address that mail goes to now.');
    const written = await askToMove(store, reader.num, address, clock.now());
    if (written === 'never') return {};
    if (written === 'enough')
      return wrong('You named three addresses today already. Please try again tomorrow.');
    onAsked();
    return {
      notice: done(
        `If ${cleanText(address.email)} can get mail from us, one is on its way there`,
        'Mail goes there once the button in it was pressed. Until then, everything stays as it is.',
      ),
    };
  }

  async function answer(c: PageContext, owner: Owner, showing: AccountShowing): Promise<Response> {
    const { reader, letter, until } = owner;
    const now = clock.now();
    const zone = reader.timezone ?? parts.timeZone;
    const action = links.account(reader.num, letter);
    const stories = await storiesOf({ ...parts, learn }, reader, lastDays(reader, now, zone));
    const signals = await store.signals.of(reader.num);
    const view = accountView(
      {
        reader,
        stories,
        signals,
        papers: await papersOf(signals.map(({ paper }) => paper)),
        learned: learnedInWords(await learnedOf(store, reader), topicName),
        telling: {
          subscriber: reader,
          now,
          time: at => clockTime(at, zone),
          paperLink: links.paper,
          mailLink: edition => links.view(reader.num, edition),
          nameOf: ({ kind, key }) => {
            if (kind === 'outside') return OUTSIDE_NAME;
            return kind === 'topic' ? topicName(key) : cleanText(queryName(key)) || 'a query of yours';
          },
        },
        until: clockTime(until, zone),
        action,
        dataLink: `${action}?data=json`,
        preferences: links.preferences(reader.num),
        dateOf: at => today(at, zone),
      },
      showing,
    );
    return show(c, 'account', view, showing.errors ? 422 : 200);
  }

  /** The papers that signals name, by the number that they had then. */
  async function papersOf(nums: readonly number[]): Promise<Map<number, { id: string; title: string }>> {
    const aliases = await store.papers.aliases();
    const elder = (num: number) => aliases.get(num) ?? num;
    const found = await store.papers.byNums([...new Set(nums.map(elder))]);
    const byNum = new Map(found.map(paper => [paper.num, paper]));
    return new Map(
      nums.flatMap(num => {
        const paper = byNum.get(elder(num));
        return paper ? [[num, paper]] : [];
      }),
    );
  }

  async function download(c: PageContext, { reader }: Owner): Promise<Response> {
    const day = today(clock.now(), parts.timeZone);
    return c.body(`${JSON.stringify(await myData(store, reader), null, 2)}\n`, 200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="paperboy-${day}.json"`,
    });
  }
}

/** The last days, newest first, from the one on which they came. */
function lastDays({ createdAt }: Reachable, now: number, zone: string): CalendarDate[] {
  const [last, first] = [today(now, zone), today(createdAt, zone)];
  const days = Array.from({ length: HISTORY_DAYS }, (_, back) => addDays(last, -back));
  return days.filter(day => day >= first);
}

function unsure(): AccountShowing {
  return {
    errors: { sure: 'Tick the box if you want to be erased.' },
    notice: mistake('Erase me', '#sure'),
  };
}

function done(text: string, detail: string): Notice {
  return { good: true, text, details: [{ text: detail, link: '' }] };
}

function mistake(text: string, link: string): Notice {
  return { good: false, text: 'Nothing was done yet: please look at this again', details: [{ text, link }] };
}
