import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays } from '../../src/model/date.ts';
import type { Letter, LetterKind } from '../../src/model/letter.ts';
import { prepare } from '../../src/pipeline.ts';
import { paper } from '../support/builders.ts';
import { capture } from '../support/captures.ts';
import { digest, title } from '../support/digest.ts';
import type { Fault } from '../support/mail-server.ts';
import type { Service } from '../support/service.ts';

/** The newest edition, and the day on which everything is looked at. */
export const DAY = '2026-06-02';
/** The edition after it. */
export const LATER = '2026-06-03';
const MONTH_MS = 30 * 86_400_000;
/** A line of a title that no page may break over. */
const LONG = 'Verylongword'.repeat(12);

/** As a schedule leaves it whose reading broke as a whole. */
export async function failToRead({ world }: Service): Promise<void> {
  const { slots } = world.parts.store;
  const now = world.app.clock.now();
  const slot = { job: 'ingest', at: now };
  const retry = { rest: 0, attempts: 1 };
  await slots.claim({ ...slot, owner: 'test', now, until: now + 1, longest: 1, retry });
  await slots.end(slot, 'test', { ok: false, outcome: '{"problem":"the disk is full"}' }, now);
}

/** What the mail server does to some of the readers. */
export function faults(address: string): Fault | null {
  if (address.startsWith('mute')) return { at: 'dot', drop: true };
  if (address.startsWith('nobody')) return { at: 'rcpt', code: 550, says: '5.1.1 no such user' };
  if (address.startsWith('fast')) return { at: 'rcpt', code: 421, says: '4.7.28 unusual rate of mail' };
  return null;
}

/** Somebody in every state, and more than a list shows at once. */
export async function subscribeAll({ world }: Service) {
  const wish = { topics: ['llm'], queries: ['"language models"'] };
  const vera = await world.subscribe('vera@example.org', {
    name: 'Vera',
    topics: ['llm', 'vision', 'rl'],
    queries: ['"number 2"', 'diffusion OR flow', '"words that no paper holds"'],
    excluded: ['zebra'],
    signOfLife: true,
    outside: true,
    learnOpened: true,
    updates: true,
    max: 30,
    timezone: 'Asia/Tokyo',
  });
  for (const name of ['mute', 'nobody', 'fast']) await world.subscribe(`${name}@${name}.example`, wish);
  for (let n = 0; n < 100; n++) await world.subscribe(`many${n}@example.org`, wish);
  return {
    vera,
    bare: await world.subscribe('bare@example.org', { queries: ['"number 3"'] }),
    paused: await world.subscribe('paused@example.org', {
      ...wish,
      status: 'paused',
      pausedUntil: '2026-07-01',
      cadence: 'mon,thu',
    }),
    pending: await world.subscribe('pending@example.org', { ...wish, status: 'pending', origin: 'web' }),
    declining: await world.subscribe('declining@example.org', { ...wish, status: 'pending' }),
    left: await world.subscribe('left@example.org', { ...wish, status: 'unsubscribed' }),
    stopped: await world.subscribe('stopped@example.org', { ...wish, status: 'suppressed' }),
  };
}

/** Three days of editions, with whatever may go wrong. */
export async function liveThroughMuch(service: Service, vera: number) {
  const { world, live } = service;
  const { store } = world.parts;
  const inbox = join(world.folder, 'inbox');
  mkdirSync(inbox);
  writeFileSync(join(inbox, 'page.txt'), digest(title(11), title(12)));
  const saved = new Date('2026-05-31T00:30:00Z');
  utimesSync(join(inbox, 'page.txt'), saved, saved);
  await world.ingest(capture('capture-2025-09-16.txt'), '2026-05-03', 'an older source');
  await world.ingest(digest(title(1), title(2), `${title(3)} ${LONG}`), '2026-05-31');
  for (const day of ['2026-05-31', '2026-06-01']) await live(`${day}T08:10:00Z`);
  await world.ingest(capture('capture-2026-06-02.txt'), DAY);
  await world.ingest(digest(...Array.from({ length: 100 }, (_, n) => title(n + 100))), DAY, 'a long list');
  await live(`${DAY}T08:10:00Z`);
  const now = world.app.clock.now();
  await store.incidents.open('relay', 'The mail server 127.0.0.1:25 refuses everything.', now);
  await store.editions.pause('2026-06-20', 'the editor is on holiday', now);
  await store.editions.open('2026-05-29', now);
  await store.editions.cancel('2026-05-29', now);
  await store.editions.pause('2026-05-28', 'a look first', now);
  // One that waits for its hour, one that a check holds, and one of which a part is held.
  const early = await world.subscribe('early@example.org', { queries: ['"number 1"'], hour: 23 });
  await prepare(world.parts, { edition: LATER, at: null, only: [early] });
  await store.editions.previewed(LATER, now);
  await store.editions.pause('2026-06-19', 'check: 60 papers match in a mail', now);
  await store.editions.open('2026-06-18', now);
  await store.incidents.open('edition 2026-06-18 canary', 'mail to a.example waits', now);
  for (let n = 0; n < 101; n++) await store.editions.open(addDays('2025-01-01', n), now);
  const authors = ['Ada Larch', 'Bo Oak'];
  await store.papers.insert([
    paper({ id: 'bare-paper' }),
    paper({ id: 'signed-paper', organisation: 'Larch Lab', authors }),
  ]);
  for (let n = 1; n <= 31; n++) {
    await store.signals.set(vera, { paper: n, kind: 'more', group: { kind: 'topic', key: 'llm' }, at: now });
  }
  await store.notes.set(DAY, 'A line from the editor, in friendly words.', now);
  await store.consents.add(vera, {
    at: now,
    act: 'confirmed',
    how: 'link in the confirmation mail',
    wording: 'Yes.',
  });
  const letter = async (kind: LetterKind, subscriber: number, more: Partial<Letter> = {}) =>
    store.letters.add({ kind, subscriber, expiresAt: now + MONTH_MS, ...more }, now);
  return {
    link: await letter('link', vera),
    over: await letter('link', vera, { expiresAt: now - 1 }),
    move: await letter('move', vera, { address: 'vera@new.example' }),
    letter,
  };
}
