import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdInWords } from '../../src/cli/hold-edition.ts';
import { nullTransport } from '../../src/deliver/transport.ts';
import { addDays } from '../../src/model/date.ts';
import type { Selection } from '../../src/model/edition.ts';
import { packSelection } from '../../src/model/packed-selection.ts';
import { openVolumeCheck } from '../../src/pipeline/check-edition.ts';
import { holdEdition } from '../../src/pipeline/hold-edition.ts';
import { plan, send } from '../../src/pipeline.ts';
import { delivery, reader, subscriber } from '../support/builders.ts';
import { DATABASES } from '../support/databases.ts';
import { digest, title } from '../support/digest.ts';
import { openWorld, type World } from '../support/world.ts';

/** A Monday. */
const FIRST = '2026-06-01';
const DAYS = 5;
const TODAY = addDays(FIRST, 7);
const APPROVE = { who: 'operator page', reason: '' } as const;

describe.each(DATABASES)('the checks of an edition, on $name', database => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld(Date.parse(`${FIRST}T08:00:00Z`), {}, database);
  });
  afterEach(() => world.dispose());

  const wish = { queries: ['"language models"'], max: 3 };
  const subscribe = (from: number, to: number) =>
    world.parts.store.subscribers.insertMany(
      Array.from({ length: to - from }, (_, n) => reader(`r${from + n}@example.org`, wish)),
    );
  const on = (day: string) => world.at(`${day}T08:00:00Z`);
  const incidents = async () => (await world.parts.store.incidents.current()).map(({ key }) => key);

  it('holds an edition that matches absurdly much before any of it goes, until it is approved', async () => {
    await subscribe(0, 25);
    for (let day = 0; day < DAYS; day++) {
      const date = addDays(FIRST, day);
      on(date);
      await world.ingest(digest(title(day)), date);
      expect(await world.send(date)).toMatchObject({ states: { accepted: 25 } });
    }
    // The audience doubles, and a weekend passes: nothing of that is absurd.
    await subscribe(25, 50);
    on(TODAY);
    await world.ingest(digest(...Array.from({ length: 60 }, (_, n) => title(100 + n))), TODAY);
    const held = await world.send(TODAY);
    expect(held).toMatchObject({ state: 'paused', audience: 50, states: { pending: 50 } });
    const hold = (await world.parts.store.editions.holds([TODAY])).get(TODAY);
    expect(hold?.pausedWhy).toMatch(/^check: 60 papers match in a mail, where 1 are usual/);
    expect(holdInWords(TODAY, hold)).toContain(`paperboy send --edition ${TODAY} --approve`);
    expect(await incidents()).toEqual([`edition ${TODAY} check`]);
    // Asked again, it stays held.
    expect(await world.send(TODAY)).toMatchObject({ states: { pending: 50 } });

    await holdEdition(world.parts, TODAY, 'approve', APPROVE);
    expect(await incidents()).toEqual([]);
    await subscribe(50, 60);
    expect(await world.send(TODAY)).toMatchObject({ state: 'complete', states: { accepted: 60 } });
  });

  it('takes what it held for no measure: the same fault is held again on the next day', async () => {
    await subscribe(0, 25);
    for (let day = 0; day < DAYS; day++) {
      const date = addDays(FIRST, day);
      on(date);
      await world.ingest(digest(title(day)), date);
      await world.send(date);
    }
    for (let day = 0; day < 3; day++) {
      const date = addDays(TODAY, day);
      on(date);
      // Whoever stopped it before knows nothing of this.
      if (day === 2) await holdEdition(world.parts, date, 'pause', { ...APPROVE, reason: 'look first' });
      const many = Array.from({ length: 60 }, (_, n) => title(100 * (day + 1) + n));
      await world.ingest(digest(...many), date);
      expect(await world.send(date), date).toMatchObject({ state: 'paused', states: { pending: 25 } });
      expect(await incidents()).toEqual([`edition ${date} check`]);
      await holdEdition(world.parts, date, 'cancel', APPROVE);
    }
  });

  it('takes a large import of readers who wish for much more for no fault, and is not blind to one', async () => {
    const { store } = world.parts;
    await subscribe(0, 220);
    const old = 220;
    const all = 900;
    await subscribe(old, all);
    const selection = (more: number): Selection => ({
      groups: [{ kind: 'query', key: wish.queries[0] ?? '', papers: [{ num: 1, form: 'card' }] }],
      best: 1,
      more,
      again: null,
      updates: null,
    });
    const rows = (to: number, moreOf: (num: number) => number) =>
      Array.from({ length: to }, (_, n) => ({ num: n + 1, selection: selection(moreOf(n + 1)) }));
    const usual = (num: number) => (num <= old ? 1 : 59);
    for (let day = 0; day < 8; day++) {
      const date = addDays(FIRST, day);
      await store.editions.open(date, 0);
      const mails = rows(day < 7 ? old : all, usual).map(({ num, selection }) =>
        delivery(num, { papers: packSelection(selection) }),
      );
      await store.deliveries.freezePage(date, mails, [], 0);
    }
    const now = addDays(FIRST, 8);
    const found = async (moreOf: (num: number) => number) => {
      const planned = rows(all, moreOf).map(({ num, selection }) => ({
        subscriber: subscriber({ num }),
        planned: { kind: 'delivery', slot: 0, selection, preface: null } as const,
        lastEdition: addDays(now, -1),
      }));
      return (await openVolumeCheck(store, now)).with(planned, []).absurd(store);
    };
    expect(await found(usual)).toBeNull();
    expect(await found(num => 8 * usual(num))).toMatch(/papers match in a mail/);
  });

  it('leaves out what cannot be shown for everybody, with the reason on record, and sends the rest', async () => {
    await subscribe(0, 3);
    await world.ingest(digest(title(1), title(2)), FIRST);
    const broken = await world.parts.store.papers.byNums([1]);
    const bad = broken.map(paper => ({ ...paper, url: 'javascript:alert(1)' }));
    const { store } = world.parts;
    const byNums: typeof store.papers.byNums = async nums =>
      (await store.papers.byNums(nums)).map(one => bad.find(({ num }) => num === one.num) ?? one);
    const parts = { ...world.parts, store: { ...store, papers: { ...store.papers, byNums } } };
    for await (const page of plan(parts, { edition: FIRST, at: null }))
      for (const line of page) expect(line).toMatchObject({ kind: 'delivery', papers: [2] });
    const hooks = { transport: nullTransport(), owner: 'test', sleep: async () => {} };
    expect(await send(parts, { edition: FIRST, at: null }, hooks)).toMatchObject({ states: { accepted: 3 } });
    expect((await store.deliveries.list({ edition: FIRST })).length).toBe(3);
    expect(await store.incidents.find('papers')).toMatchObject({
      what: expect.stringMatching(/its link is no address on the web/),
      closedAt: null,
    });
    // A later edition without it ends that.
    on(addDays(FIRST, 1));
    await world.send(addDays(FIRST, 1));
    expect(await incidents()).toEqual([]);
  });

  it('a mail that cannot be written is an account, not the end of the others', async () => {
    await subscribe(0, 3);
    await world.ingest(digest(title(1)), FIRST);
    const openMail: typeof world.parts.openMail = (edition, papers) => {
      const mail = world.parts.openMail(edition, papers);
      return {
        ...mail,
        render: (to, ...rest) => {
          if (to.num === 2) throw new Error('the HTML of this mail takes 200000 bytes');
          return mail.render(to, ...rest);
        },
      };
    };
    const hooks = { transport: nullTransport(), owner: 'test', sleep: async () => {} };
    const report = await send({ ...world.parts, openMail }, { edition: FIRST, at: null }, hooks);
    expect(report).toMatchObject({ audience: 3, states: { accepted: 2, render_failed: 1 }, skipped: {} });
    const [failed] = await world.parts.store.deliveries.list({ edition: FIRST, state: 'render_failed' });
    expect(failed?.reason).toMatch(/200000 bytes/);
  });
});
