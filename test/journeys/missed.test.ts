import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../src/model/message.ts';
import { unpackSelection } from '../../src/model/packed-selection.ts';
import { mailViewer } from '../../src/pipeline/view-mail.ts';
import { plan, prepare } from '../../src/pipeline.ts';
import { digest, linkedDigest, title } from '../support/digest.ts';
import { type Fate, fates } from '../support/fates.ts';
import { openWorld, type World } from '../support/world.ts';

const QUERY = { queries: ['"language models"'] };
const MONDAY = '2026-06-01';
const TUESDAY = '2026-06-02';
const WEDNESDAY = '2026-06-03';
const THURSDAY = '2026-06-04';

/** What nobody knows to have arrived is named once more in the next mail, and never carried twice. */
describe('what may have been missed', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.dispose());

  /** Delivers an edition; the message of everybody, by address. */
  async function send(edition: string, fate: Fate = 'accepted'): Promise<Map<string, Message>> {
    world.at(`${edition}T08:00:00Z`);
    const transport = fates(() => fate);
    await world.send(edition, transport);
    return transport.messages;
  }

  const textOf = (messages: Map<string, Message>, email = 'ada@example.org') =>
    (messages.get(email)?.text ?? '').replaceAll(/\s+/g, ' ');

  /** Numbers in the ledger: those carried, and those shown again by edition. */
  async function row(edition: string, subscriber = 1) {
    const found = await world.parts.store.deliveries.find(edition, subscriber);
    if (!found) return null;
    const { groups, again } = unpackSelection(found.papers);
    return { papers: groups.flatMap(({ papers }) => papers.map(({ num }) => num)), again };
  }

  it('stands in the next mail, with the date and that mail online, and in none after that', async () => {
    await world.subscribe('ada@example.org', QUERY);
    await world.ingest(digest(title(1), title(2)), MONDAY);
    expect(textOf(await send(MONDAY, 'unknown'))).not.toContain('missed');
    await world.ingest(digest(title(3)), TUESDAY);
    const mail = textOf(await send(TUESDAY));
    expect(mail).toContain('1 paper chosen for');
    const [fresh = '', missed = ''] = mail.split('You may have missed');
    expect(fresh).toContain(title(3));
    for (const one of [title(1), title(2)]) {
      expect(missed).toContain(one);
      expect(fresh).not.toContain(one);
    }
    expect(missed).toContain('Our mail of Monday, 1 June 2026 may not have reached you.');
    expect(missed).toContain(world.parts.links(1, MONDAY).view);
    expect(await row(TUESDAY)).toMatchObject({
      papers: [3],
      again: {
        editions: [{ edition: MONDAY, papers: expect.toSatisfy(nums => nums.length === 2) }],
        more: 0,
      },
    });
    await world.ingest(digest(title(4)), WEDNESDAY);
    expect(textOf(await send(WEDNESDAY))).not.toContain('missed');
    // Carried is what was carried: nobody is said to have got a paper twice.
    const carried = await world.carried();
    expect(new Set(carried).size).toBe(carried.length);
    expect(carried).toHaveLength(4);
  });

  it('piles up while nobody answers, newest first, and ends with the first answer', async () => {
    await world.subscribe('ada@example.org', QUERY);
    for (const [n, edition] of [MONDAY, TUESDAY, WEDNESDAY].entries()) {
      await world.ingest(digest(title(n + 1)), edition);
      await send(edition, 'unknown');
    }
    expect((await row(WEDNESDAY))?.again).toEqual({
      editions: [
        { edition: TUESDAY, papers: [2] },
        { edition: MONDAY, papers: [1] },
      ],
      more: 0,
    });
    // Tuesday's turns out to have arrived, and it named Monday's.
    const { deliveries } = world.parts.store;
    await deliveries.resolve(TUESDAY, 1, { state: 'accepted' }, 0);
    await world.ingest(digest(title(4)), THURSDAY);
    await send(THURSDAY);
    expect((await row(THURSDAY))?.again?.editions).toEqual([{ edition: WEDNESDAY, papers: [3] }]);
  });

  it('is found when the death over it is noticed only after the next mail', async () => {
    const { leases, rests } = world.parts.store;
    await world.subscribe('ada@example.org', QUERY);
    await world.ingest(digest(title(1)), MONDAY);
    world.at(`${MONDAY}T08:00:00Z`);
    await prepare(world.parts, { edition: MONDAY, at: null });
    const [held] = await leases.claim(MONDAY, { owner: 'killed', now: 0, until: 9, limit: 1, at: null });
    if (!held) throw new Error('nothing to claim');
    await leases.handOff(MONDAY, 'killed', [held], { now: 1, margin: 1 });
    await world.ingest(digest(title(2)), TUESDAY);
    expect(textOf(await send(TUESDAY))).not.toContain('missed');
    await rests.reap(MONDAY, 10, 9, 'unknown');
    await world.ingest(digest(title(3)), WEDNESDAY);
    expect(textOf(await send(WEDNESDAY))).toContain('Our mail of Monday, 1 June 2026 may not');
    expect((await row(WEDNESDAY))?.papers).toEqual([3]);
  });

  it('is no reason for a mail, and waits for the next one', async () => {
    await world.subscribe('ada@example.org', QUERY);
    await world.ingest(digest(title(1)), MONDAY);
    await send(MONDAY, 'unknown');
    world.at(`${TUESDAY}T08:00:00Z`);
    expect(await world.send(TUESDAY)).toMatchObject({ skipped: { 'nothing-new': 1 } });
    await world.ingest(digest(title(2)), WEDNESDAY);
    expect(textOf(await send(WEDNESDAY))).toContain('mail of Monday, 1 June 2026 may not');
  });

  it('is forgotten when it turns out to have arrived, and carried anew when it was refused after all', async () => {
    await world.subscribe('ada@example.org', QUERY);
    await world.ingest(digest(title(1)), MONDAY);
    await send(MONDAY, 'unknown');
    await world.parts.store.deliveries.resolve(MONDAY, 1, { state: 'accepted' }, 0);
    await world.ingest(digest(title(2)), TUESDAY);
    expect(textOf(await send(TUESDAY, 'rejected'))).not.toContain('missed');
    await world.ingest(digest(title(3)), WEDNESDAY);
    const mail = textOf(await send(WEDNESDAY));
    expect(mail).not.toContain('missed');
    expect((await row(WEDNESDAY))?.papers.sort()).toEqual([2, 3]);
  });

  it('is found however long ago it was, and by the name a paper has now', async () => {
    const late = 'A Study of Language Models under Its First Name';
    await world.subscribe('ada@example.org', { ...QUERY, cadence: 'mon' });
    await world.ingest(digest(title(1)), '2026-03-01');
    await world.ingest(
      linkedDigest(late, '2603.01234', `${late}. ${'Other words. '.repeat(30)}`),
      '2026-03-02',
    );
    await send('2026-03-02', 'unknown');
    // Number 2 turns out to be number 1.
    await world.ingest(linkedDigest(title(1), '2603.01234'), '2026-03-03');
    expect(await world.parts.store.papers.aliases()).toEqual(new Map([[2, 1]]));
    await world.ingest(digest(title(5)), MONDAY);
    expect(textOf(await send(MONDAY))).toContain('Our mail of Monday, 2 March 2026 may not');
    expect((await row(MONDAY))?.again).toEqual({
      editions: [{ edition: '2026-03-02', papers: [1] }],
      more: 0,
    });
  });

  it('is the same mail in the plan, when it is delivered, when it is repeated, and online', async () => {
    await world.subscribe('ada@example.org', { ...QUERY, name: 'Ada' });
    await world.ingest(digest(title(1), title(2)), MONDAY);
    await send(MONDAY, 'unknown');
    await world.ingest(digest(title(3)), TUESDAY);
    world.at(`${TUESDAY}T08:00:00Z`);
    const planned = async () => {
      for await (const page of plan(world.parts, { edition: TUESDAY, at: null })) {
        for (const line of page) if (line.kind === 'delivery') return line;
      }
      throw new Error('nothing is planned');
    };
    const before = await planned();
    expect(before.papers).toEqual([3]);
    const draft = await before.message();
    const first = (await send(TUESDAY, 'unknown')).get('ada@example.org');
    expect(first?.raw.equals(draft.raw)).toBe(true);
    expect(first?.text).toContain('You may have missed');

    // Whatever happens since: the papers, the doubt, the reader.
    const { store } = world.parts;
    await store.deliveries.resolve(MONDAY, 1, { state: 'accepted' }, 0);
    await store.subscribers.update(1, { name: 'Countess Lovelace', queries: ['robots'] });
    await world.ingest(linkedDigest(title(1), '2605.01234'), WEDNESDAY);
    expect((await (await planned()).message()).raw.equals(draft.raw)).toBe(true);
    await store.deliveries.resolve(TUESDAY, 1, { state: 'pending', expiresAt: 9e12 }, 0);
    const second = (await send(TUESDAY)).get('ada@example.org');
    expect(second?.raw.equals(draft.raw)).toBe(true);
    const [ada] = await store.subscribers.byNums([1]);
    if (!ada) throw new Error('Ada is gone');
    expect(await mailViewer(world.parts)({ ...ada, email: 'ada@example.org' }, TUESDAY)).toBe(draft.html);
  });

  it('is no paper of the edition, unless somebody else gets it as new', async () => {
    await world.subscribe('ada@example.org', QUERY);
    await world.ingest(digest(title(1), title(2)), MONDAY);
    await send(MONDAY, 'unknown');
    await world.ingest(digest(title(3)), TUESDAY);
    await send(TUESDAY);
    const { editions } = world.parts.store;
    const carried = async () => (await editions.carriedPapers(TUESDAY)).map(({ paper }) => paper);
    expect(await carried()).toEqual([3]);
    expect(await editions.paperCount(TUESDAY)).toBe(3);
    await world.subscribe('ben@example.org', { queries: ['"number 1"'] });
    await send(TUESDAY);
    expect(await carried()).toEqual([1, 3]);
  });
});

describe('whatever becomes of the mails', () => {
  const EDITIONS = [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, '2026-06-05', '2026-06-06'];
  const fate = fc.constantFrom<Fate>('accepted', 'unknown', 'unknown', 'rejected');
  const life = fc.record({
    max: fc.integer({ min: 1, max: 4 }),
    fates: fc.array(fate, { minLength: EDITIONS.length, maxLength: EDITIONS.length }),
    /** Editions of which the operator learns, a day later, that they arrived. */
    resolved: fc.subarray(EDITIONS),
  });

  it('nobody gets a paper twice, and sees one again only until a mail is known to have come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(life, { minLength: 4, maxLength: 8 }),
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: EDITIONS.length, maxLength: EDITIONS.length }),
        async (lives, news) => {
          const world = await openWorld();
          try {
            await follow(world, lives, news);
          } finally {
            await world.dispose();
          }
        },
      ),
      { numRuns: 4 },
    );
  }, 120_000);

  type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

  async function follow(world: World, lives: readonly Life[], news: readonly number[]): Promise<void> {
    const { deliveries } = world.parts.store;
    const people = new Map<string, Life>();
    for (const [n, one] of lives.entries()) {
      const email = `r${n}@example.org`;
      people.set(email, one);
      await world.subscribe(email, { ...QUERY, max: one.max });
    }
    let papers = 0;
    for (const [day, edition] of EDITIONS.entries()) {
      world.at(`${edition}T08:00:00Z`);
      const titles = Array.from({ length: news[day] ?? 0 }, () => title(++papers));
      if (titles.length > 0) await world.ingest(digest(...titles), edition);
      const before = await deliveries.list({});
      const transport = fates((_, email) => people.get(email)?.fates[day] ?? 'accepted');
      await world.send(edition, transport);
      for (const row of await deliveries.list({ edition })) {
        const mine = before.filter(({ subscriber }) => subscriber === row.subscriber);
        judge(row.papers, mine, transport.messages.get(row.email ?? '')?.text ?? '');
      }
      for (const [n, { resolved }] of lives.entries()) {
        const yesterday = EDITIONS[day - 1] ?? '';
        if (resolved.includes(yesterday))
          await deliveries.resolve(yesterday, n + 1, { state: 'accepted' }, 0);
      }
    }
  }

  /** Holds a new delivery against the earlier ones of the same reader, newest first, as they stood when it was frozen. */
  function judge(
    packed: Uint8Array,
    earlier: readonly { papers: Uint8Array; state: string; edition: string }[],
    text: string,
  ) {
    const { groups, again } = unpackSelection(packed);
    const papers = groups.flatMap(group => group.papers.map(({ num }) => num));
    const carried = earlier.filter(({ state }) => state !== 'rejected');
    const numsOf = (row: { papers: Uint8Array }) =>
      unpackSelection(row.papers).groups.flatMap(group => group.papers.map(({ num }) => num));
    const known = new Set(carried.flatMap(numsOf));
    expect(papers.filter(num => known.has(num))).toEqual([]);

    const doubtful = carried.slice(
      0,
      carried.findIndex(({ state }) => state !== 'unknown') + 1 || carried.length,
    );
    const open = doubtful.filter(({ state }) => state === 'unknown');
    expect(again?.editions.map(({ edition }) => edition) ?? []).toEqual(open.map(({ edition }) => edition));
    expect(again?.editions.map(one => one.papers) ?? []).toEqual(open.map(numsOf));
    expect(text.includes('You may have missed')).toBe(again !== null);
  }
});
