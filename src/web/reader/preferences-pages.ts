import { changeByLink, comeBack } from '../../audience/by-link.ts';
import { pausing, resuming } from '../../audience/decide.ts';
import { askForLink } from '../../audience/fresh-link.ts';
import { MAX_QUERY_LENGTH, oneLine } from '../../audience/interests.ts';
import { type CalendarDate, isCalendarDate } from '../../model/date.ts';
import type { Reachable } from '../../model/subscriber.ts';
import { today } from '../../plan/calendar.ts';
import { shortDate } from '../archive/listed-paper.ts';
import { createLimiter, networkOf } from '../limits.ts';
import { readSent, type Sent } from '../sent.ts';
import type { Site } from '../site.ts';
import type { Notice } from '../views.ts';
import type { PageContext, Pages } from '../web-app.ts';
import { GONE, SUPPRESSED, UNREADABLE } from '../words.ts';
import { forReader, masked } from './for-reader.ts';
import {
  changesInWords,
  type FieldErrors,
  linesOf,
  readTyped,
  typedFrom,
  typedOf,
} from './preference-form.ts';
import { preferencesView, type Showing } from './preferences-view.ts';
import { merged } from './seen.ts';
import { MOST_TRIED, TOO_MUCH, tryQueries } from './tried.ts';
import { PREFERENCE_FIELDS, type PreferenceField } from './views.ts';
import { whyNone } from './why-none.ts';

/** Something to tell, and whether the request was a mistake. */
interface Outcome extends Omit<Showing, 'today' | 'none' | 'week' | 'tried'> {
  reader: Reachable;
}

/** Searches of one client at once, and then in an hour; and clients remembered. */
const SEARCHES = { burst: 60, perHour: 600, most: 5_000 };
/** Searches of one request from a script. */
const MOST_LINES = 5;

/**
 * What a reader chose, and the form that changes it. One button each: save, pause, end the pause, come back.
 * Every answer is the page itself, so that loading it again repeats what has been done already.
 */
export function preferencesPages(pages: Pages, site: Site): void {
  const { parts, rules, show, links, recent, onAsked } = site;
  const searches = createLimiter(SEARCHES, () => parts.clock.now());

  pages.get(
    '/preferences/:token',
    forReader(site, 'preferences', (c, { reader }) => answer(c, { reader })),
  );

  pages.post(
    '/preferences/:token',
    forReader(site, 'preferences', async (c, { reader }) => {
      const sent = await readSent(c);
      if (!sent) return show(c, 'message', UNREADABLE, 400);
      if (reader.status === 'suppressed') return show(c, 'message', SUPPRESSED);
      const outcome = await act(reader, sent);
      return outcome ? answer(c, outcome) : show(c, 'message', GONE, 410);
    }),
  );

  // For whoever types: one query after the other, without a token. Says nothing of anybody.
  pages.get('/try', async c => {
    const lines = (name: string) => (c.req.queries(name) ?? []).map(oneLine).filter(line => line !== '');
    const queries = lines('q').filter(query => query.length <= MAX_QUERY_LENGTH);
    const tried = await tryOn(c, queries.slice(0, MOST_LINES), lines('x').slice(0, MOST_TRIED));
    c.header('Cache-Control', 'private, max-age=60');
    c.header('X-Robots-Tag', 'noindex');
    const isMuch = tried.queries.some(({ error }) => error === TOO_MUCH);
    if (isMuch) c.header('Retry-After', '60');
    return show(c, 'try', { title: 'Queries tried', tried }, isMuch ? 429 : 200);
  });

  /** Does what the button says; null when the reader was erased meanwhile. */
  async function act(reader: Reachable, sent: Sent): Promise<Outcome | null> {
    if (sent.one('return') !== undefined) return goBack(reader);
    if (sent.one('resume') !== undefined) return endPause(reader);
    if (sent.one('link') !== undefined) return mailLink(reader);
    const until = sent.one('pause');
    if (until !== undefined) return pause(reader, until.trim());
    return sent.one('try') === undefined ? save(reader, sent) : tryOut(reader, sent);
  }

  /** Shows what was typed, and saves nothing. */
  function tryOut(reader: Reachable, sent: Sent): Outcome {
    const stored = typedOf(reader);
    const typed = merged(typedFrom(sent, stored), sent.one('seen'), stored);
    const details = [{ text: 'What your queries would have brought', link: '#queries' }];
    return { reader, typed, notice: { good: true, text: 'Tried, and not saved yet', details } };
  }

  async function mailLink(existing: Reachable): Promise<Outcome | null> {
    const asked = await askForLink(parts.store, existing.num, parts.clock.now());
    if (!asked) return null;
    const { reader, answer } = asked;
    if (answer === 'never') return { reader };
    if (answer === 'lately') {
      const text = `We wrote to ${masked(reader.email)} a moment ago`;
      return {
        reader,
        notice: done(text, ['Look into your inbox; another link may be asked for in a while.']),
      };
    }
    onAsked();
    const text = `We wrote to ${masked(reader.email)}`;
    return { reader, notice: done(text, ['The link in that mail works for 15 minutes.']) };
  }

  async function save(visitor: Reachable, sent: Sent): Promise<Outcome | null> {
    let before = visitor;
    let typed = typedOf(visitor);
    let errors: FieldErrors = {};
    // A field that was not sent stays what it is by then, not what it was when the request came in.
    const reader = await changeByLink(parts.store, visitor.num, existing => {
      before = existing;
      const stored = typedOf(existing);
      typed = merged(typedFrom(sent, stored), sent.one('seen'), stored);
      const read = readTyped(typed, existing, rules);
      errors = read.errors;
      return Object.keys(errors).length > 0 ? null : read.changes;
    });
    if (!reader) return null;
    if (Object.keys(errors).length > 0) return { reader, typed, errors, notice: mistakes(errors) };
    const lines = changesInWords(before, reader, site.topicName, parts.timeZone);
    const nothing = reader.topics.length + reader.queries.length === 0;
    if (nothing) lines.push('You follow nothing now, so no mail comes until you choose something.');
    return { reader, notice: done(lines.length > 0 ? 'Saved' : 'Nothing to save: all is as it was', lines) };
  }

  async function pause(existing: Reachable, until: string): Promise<Outcome | null> {
    // Who gets no mail is told why by the page, and has no field for a date.
    if (!getsMail(existing)) return { reader: existing };
    if (!isCalendarDate(until) || until <= dayOf(existing)) {
      const errors = { pause: 'Choose the day on which mail is to come again, after today.' };
      return { reader: existing, pauseDate: until, errors, notice: mistakes(errors) };
    }
    const reader = await changeByLink(parts.store, existing.num, one =>
      getsMail(one) ? pausing(one, until) : null,
    );
    if (reader?.status !== 'paused') return reader && { reader };
    const after = 'The first one after that is a catch-up, with the best of what came out meanwhile.';
    return { reader, notice: done(`No mail before ${shortDate(until)}`, [after]) };
  }

  async function endPause(existing: Reachable): Promise<Outcome | null> {
    const reader = await changeByLink(parts.store, existing.num, resuming);
    if (reader?.status !== 'active') return reader && { reader };
    return { reader, notice: done('Mail comes again') };
  }

  async function goBack(existing: Reachable): Promise<Outcome | null> {
    const reader = await comeBack(parts.store, existing.num, parts.clock.now(), 'preferences page');
    // Only a suppressed address keeps anybody away, whatever their row says.
    if (reader?.status === 'unsubscribed') return { reader: { ...reader, status: 'suppressed' } };
    if (reader?.status !== 'active') return reader && { reader };
    return {
      reader,
      notice: done(`Welcome back: ${masked(reader.email)} is subscribed`, [
        'Everything is as you left it. Papers you got before do not come a second time.',
      ]),
    };
  }

  async function answer(c: PageContext, { reader, ...showing }: Outcome): Promise<Response> {
    if (reader.status === 'suppressed') return show(c, 'message', SUPPRESSED);
    const { queries, excluded } = showing.typed ?? typedOf(reader);
    // A query that cannot be read is told at its field.
    const isTried = queries !== '' && showing.errors?.queries === undefined;
    const tried = isTried ? await tryOn(c, linesOf(queries), linesOf(excluded)) : null;
    const view = preferencesView(site, reader, {
      ...showing,
      tried,
      week: await recent.week(),
      today: dayOf(reader),
      none: await whyNone(parts.store, reader, dayOf(reader)),
    });
    return show(c, 'preferences', view, showing.errors ? 422 : 200);
  }

  async function tryOn(c: PageContext, queries: readonly string[], excluded: readonly string[]) {
    const client = networkOf(c.get('client'));
    return tryQueries(queries, {
      week: await recent.week(),
      date: today(parts.clock.now(), parts.timeZone),
      excluded,
      mayAsk: () => searches.take(client) === 0,
      paperLink: links.paper,
    });
  }

  function dayOf({ timezone }: Reachable): CalendarDate {
    return today(parts.clock.now(), timezone ?? parts.timeZone);
  }
}

/** Now, or after a pause. */
function getsMail({ status }: Reachable): boolean {
  return status === 'active' || status === 'paused';
}

function done(text: string, lines: readonly string[] = []): Notice {
  return { good: true, text, details: lines.map(line => ({ text: line, link: '' })) };
}

const FIELD_NAMES: Readonly<Record<PreferenceField, string>> = {
  topics: 'Topics',
  queries: 'Queries of your own',
  excluded: 'Words that you do not want',
  signOfLife: 'A sign of life',
  outside: 'From outside of your topics',
  learnOpened: 'What the papers that you open teach',
  updates: 'News of papers you know',
  max: 'Most papers in a mail',
  cadence: 'Days',
  hour: 'Hour',
  timezone: 'Time zone',
  pause: 'Pause',
};

/** Leads to each field that holds a mistake. */
function mistakes(errors: Partial<Record<PreferenceField, string>>): Notice {
  const fields = PREFERENCE_FIELDS.filter(field => errors[field]);
  return {
    good: false,
    text: 'Nothing is saved yet: please look at this again',
    details: fields.map(field => ({ text: FIELD_NAMES[field], link: `#${field}` })),
  };
}
