import type { Command } from 'commander';
import pc from 'picocolors';
import type { App } from '../app.ts';
import { parseAddress } from '../audience/address.ts';
import { suppressionHash } from '../audience/suppression.ts';
import { UserError } from '../errors.ts';
import { isCalendarDate } from '../model/date.ts';
import { allNewsInWords } from '../model/news.ts';
import type { Subscriber } from '../model/subscriber.ts';
import { learnedInWords } from '../pipeline/learned-in-words.ts';
import { type Story, storiesOf } from '../pipeline/story.ts';
import { type LearnedHeading, learnedOf } from '../pipeline/taste.ts';
import { type Telling, whyInWords } from '../pipeline/why-in-words.ts';
import { today } from '../plan/calendar.ts';
import type { Store } from '../store/store.ts';
import { localTime } from './local-time.ts';
import { oneLine, print, printJson, printTable } from './output.ts';
import { subscriberReport, suppressedReport } from './subscriber-report.ts';
import { withApp } from './with-app.ts';

/** Editions told of when none is named. */
const EDITIONS = 14;
const CAME_BACK = {
  bounce: 'returned',
  delay: 'delayed',
  arrival: 'delivered',
  complaint: 'reported as unwanted',
  unsubscribe: 'unsubscribed by mail',
};

interface Options {
  edition?: string;
  json?: true;
}

export function define(command: Command): void {
  command
    .argument('<email>', 'whose: `subscribers list` lists them')
    .option('--edition <date>', 'only this edition, YYYY-MM-DD (default: the last ones)')
    .option('--json', 'print one JSON document')
    .action(show);
}

async function show(email: string, { edition, json }: Options): Promise<void> {
  if (edition !== undefined && !isCalendarDate(edition)) {
    throw new UserError(`--edition: expected a date like 2026-06-02, got "${edition}".`);
  }
  await withApp(async app => {
    const store = await app.store();
    const address = parseAddress(email);
    const hash = suppressionHash(address.key, await store.suppressions.key());
    const suppression = await store.suppressions.find(hash);
    const subscriber = await store.subscribers.byKey(address.key);
    if (!subscriber && !suppression) {
      throw new UserError(`${address.email} is no subscriber: \`subscribers list\` shows who is`, 1);
    }
    const zone = subscriber?.timezone ?? app.timeZone();
    const time = (at: number) => localTime(at, zone);
    const never = suppression && `Never mailed, since ${time(suppression.at)}: ${suppression.reason}.`;
    const shownSuppression = suppression && { reason: suppression.reason, since: instant(suppression.at) };
    if (!subscriber) {
      const nobody = suppressedReport(address.email);
      if (json) printJson({ subscriber: nobody, suppression: shownSuppression, editions: [], learned: [] });
      else print(`${address.email} is no subscriber. ${never}`);
      return;
    }
    const stories = await storiesOf(
      { store, catalogue: await app.catalogue(), timeZone: app.timeZone() },
      subscriber,
      edition === undefined ? await lastEditions(app, store, zone) : [edition],
    );
    const learned = await learnedOf(store, subscriber);
    const telling: Telling = { subscriber, suppression, time, now: app.clock.now() };
    if (json) {
      const editions = stories.map(story => storyReport(story, telling));
      return printJson({
        subscriber: subscriberReport(subscriber),
        suppression: shownSuppression,
        editions,
        learned,
      });
    }
    print(subscriberInWords(subscriber, zone));
    await showLearned(learned, app);
    if (never) print(pc.yellow(never));
    for (const story of stories) showStory(story, telling);
  });
}

async function showLearned(learned: readonly LearnedHeading[], app: App): Promise<void> {
  if (learned.length === 0) return;
  const names = new Map((await app.catalogue()).topics.map(({ id, name }) => [id, name]));
  print('Learned from what they said of papers (`subscribers update --forget-signals` forgets it):');
  for (const { heading, lines } of learnedInWords(learned, id => names.get(id) ?? id)) {
    print(oneLine(`  · ${heading}`));
    for (const line of lines) print(pc.dim(oneLine(`      ${line}`)));
  }
}

/** The newest editions, and today's, prepared or not: it is the one that people ask about. */
async function lastEditions(app: App, store: Store, zone: string): Promise<string[]> {
  const known = (await store.editions.newest(EDITIONS)).map(({ id }) => id);
  return [...new Set([...known, today(app.clock.now(), zone)])].sort().reverse().slice(0, EDITIONS);
}

/** One edition as `--json` shows it. */
function storyReport(story: Story, telling: Telling) {
  const { edition, state, slot, delivery, skip, papers, updates, attempts, reports } = story;
  return {
    edition,
    state,
    slot: slot === null ? null : instant(slot),
    why: whyInWords(story, telling),
    delivery: delivery && {
      id: `${delivery.edition}.${delivery.subscriber}`,
      state: delivery.state,
      attempts: delivery.attempts,
      messageId: delivery.messageId,
      code: delivery.code,
      reply: delivery.reply,
      reason: delivery.reason,
      updatedAt: instant(delivery.updatedAt),
    },
    skip: skip && { reason: skip.reason, at: instant(skip.at) },
    papers,
    updates,
    attempts: attempts.map(({ edition: _, subscriber: __, fence: ___, at, ...rest }) => ({
      at: instant(at),
      ...rest,
    })),
    reports: reports.map(({ edition: _, at, ...rest }) => ({ at: instant(at), ...rest })),
  };
}

function subscriberInWords(one: Subscriber, zone: string): string {
  const name = one.name ? ` (${one.name})` : '';
  const until = one.status === 'paused' ? ` until ${one.pausedUntil ?? 'further notice'}` : '';
  const follows = [...one.topics, ...one.queries].join(', ') || 'nothing';
  const hour = `${String(one.hour).padStart(2, '0')}:00 ${zone}`;
  const never = one.excluded.length > 0 ? ` Nothing with ${one.excluded.join(', ')}.` : '';
  const life = one.signOfLife ? ' A sign of life once a week.' : '';
  const outside = one.outside ? ' One paper from outside of that.' : '';
  const opened = one.learnOpened ? ' Papers they open on the site count.' : '';
  const updates = one.updates ? ' What is new about papers they have had.' : '';
  return `${one.email}${name}: ${one.status}${until}. Follows ${follows}; ${one.cadence} at ${hour}, at most ${one.max} papers.${never}${life}${outside}${opened}${updates}`;
}

function showStory(story: Story, telling: Telling): void {
  const { papers, updates, attempts, reports } = story;
  print();
  print(`${pc.bold(story.edition)}  ${whyInWords(story, telling)}`);
  for (const { kind, key, title, terms } of papers) {
    const because = terms.length > 0 ? `: ${terms.join(', ')}` : '';
    print(`  · ${oneLine(title)}`);
    const heading = kind === 'outside' ? 'outside their topics' : key || '(erased)';
    print(pc.dim(`      ${kind === 'query' ? 'query ' : ''}${heading}${because}`));
  }
  for (const { title, news } of updates) {
    print(`  · ${oneLine(title)}`);
    print(pc.dim(oneLine(`      had before: ${allNewsInWords(news)}`)));
  }
  if (attempts.length > 0) {
    print();
    printTable(
      ['  attempt', 'came to', 'state', 'code', 'worker', 'reply'],
      attempts.map(one => [
        `  ${telling.time(one.at)}`,
        one.phase,
        one.state,
        one.enhanced ?? (one.code === null ? null : String(one.code)),
        one.worker,
        one.reply,
      ]),
    );
  }
  if (reports.length > 0) {
    print();
    printTable(
      ['  came back', 'as', 'code', 'what it says'],
      reports.map(one => [`  ${telling.time(one.at)}`, CAME_BACK[one.kind], one.enhanced, one.reply]),
    );
  }
}

function instant(at: number): string {
  return new Date(at).toISOString();
}
