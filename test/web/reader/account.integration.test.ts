import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importSubscribers } from '../../../src/audience/import.ts';
import { suppressSubscriber } from '../../../src/audience/manage.ts';
import { audienceStore } from '../../../src/audience/subscriber-store.ts';
import { CONFIRM_WITHIN_MS } from '../../../src/model/letter.ts';
import { STATUSES } from '../../../src/model/subscriber.ts';
import { DAY, EMAIL, openSiteWorld, type SiteWorld } from '../site.ts';

const START = `${DAY}T08:00:00Z`;
const OTHER = 'ben@example.net';

describe('what is only a reader’s own', () => {
  let site: SiteWorld;
  beforeEach(async () => {
    site = await openSiteWorld();
  });
  afterEach(() => site.world.dispose());

  const store = () => site.world.parts.store;
  const letters = (kind: string) =>
    store()
      .letters.of(1)
      .then(all => all.filter(one => one.kind === kind));
  const ask = () => site.post(site.links.preferences, { link: 'yes' });

  async function linkOf(letter: number, purpose: 'account' | 'preferences' = 'account'): Promise<string> {
    const token = (await site.world.app.tokens()).sign(purpose, 1, '', String(letter));
    return site.links.preferences.replace(/preferences\/.*/, `account/${token}`);
  }
  /** Asks for a fresh link and opens it. */
  async function fresh(): Promise<string> {
    await ask();
    const [letter] = (await letters('link')).slice(-1);
    return linkOf(letter?.num ?? 0);
  }

  describe('a fresh link', () => {
    it('is mailed on demand, to an address that is not told, and at most every five minutes', async () => {
      const first = await ask();
      expect(first.text).toContain('We wrote to v…@example.org');
      expect(first.text).not.toContain(EMAIL);
      expect(await letters('link')).toMatchObject([
        {
          createdAt: Date.parse(START),
          expiresAt: Date.parse(START) + 15 * 60_000,
          state: 'pending',
          address: null,
        },
      ]);
      site.world.at(`${DAY}T08:04:59Z`);
      expect((await ask()).text).toContain('a moment ago');
      expect(await letters('link')).toHaveLength(1);
      site.world.at(`${DAY}T08:05:00Z`);
      expect((await ask()).text).toContain('works for 15 minutes');
      expect(await letters('link')).toHaveLength(2);
    });

    it('is mailed ten times a day at most, however patiently somebody asks', async () => {
      for (let hour = 0; hour < 20; hour++) {
        site.world.at(`2026-06-02T${String(hour).padStart(2, '0')}:00:00Z`);
        await ask();
      }
      expect(await letters('link')).toHaveLength(10);
    });

    it('goes to who gets mail, rests or left, and to nobody else', async () => {
      const written: string[] = [];
      for (const [n, status] of STATUSES.entries()) {
        site.world.at(`2026-06-0${n + 2}T08:00:00Z`);
        await store().subscribers.update(1, { status });
        const before = (await letters('link')).length;
        expect((await ask()).status).toBe(200);
        if ((await letters('link')).length > before) written.push(status);
      }
      expect(written).toEqual(['active', 'paused', 'unsubscribed']);
    });

    it('opens the page for 15 minutes, as often as one likes, and then leads to another', async () => {
      const link = await fresh();
      for (const minute of ['00', '10', '14']) {
        site.world.at(`${DAY}T08:${minute}:59Z`);
        const page = await site.get(link);
        expect(page.status).toBe(200);
        expect(page.text).toContain(EMAIL);
        expect(page.text).toContain('This link works until 08:15');
      }
      site.world.at(`${DAY}T08:15:00Z`);
      const before = site.fingerprint();
      for (const page of [
        await site.get(link),
        await site.get(`${link}?data=json`),
        await site.post(link, { erase: 'yes', sure: 'yes' }),
      ]) {
        expect(page.status).toBe(410);
        expect(page.text).not.toContain(EMAIL);
        expect(page.text).toContain('name="link" value="yes"');
      }
      expect(site.fingerprint()).toBe(before);
    });

    it('opens nothing by any other token, for any other letter, or for somebody else', async () => {
      await ask();
      const [letter] = await letters('link');
      const num = letter?.num ?? 0;
      const ben = await site.world.subscribe(OTHER);
      const tokens = await site.world.app.tokens();
      const bad: [token: string, status: number][] = [
        ...(['preferences', 'unsubscribe', 'view', 'tune', 'confirm'] as const).map(
          (purpose): [string, number] => [tokens.sign(purpose, 1, '', String(num)), 404],
        ),
        [site.links.preferences.split('/').at(-1) ?? '', 404],
        [tokens.sign('account', 1), 410],
        [tokens.sign('account', 1, '', 'x'), 410],
        [tokens.sign('account', 1, '', String(num + 1)), 410],
        [tokens.sign('account', ben, '', String(num)), 410],
      ];
      const before = site.fingerprint();
      for (const [token, status] of bad) {
        const link = site.links.preferences.replace(/preferences\/.*/, `account/${token}`);
        for (const page of [await site.get(link), await site.post(link, { erase: 'yes', sure: 'yes' })]) {
          expect([token, page.status]).toEqual([token, status]);
        }
      }
      // Nor does its own token open anything else.
      const own = (await linkOf(num)).split('/').at(-1) ?? '';
      for (const path of ['preferences', 'unsubscribe', 'tune', 'view']) {
        const link = site.links.preferences.replace(/preferences\/.*/, `${path}/${own}`);
        expect(await site.post(link, { return: 'yes' })).toMatchObject({
          status: path === 'view' ? 405 : 404,
        });
      }
      expect(site.fingerprint()).toBe(before);
    });

    it('opens nothing any more once mail goes to another address', async () => {
      const link = await fresh();
      expect(await site.get(link)).toMatchObject({ status: 200 });
      const at = site.world.app.clock.now() + 1;
      await store().consents.add(1, { at, act: 'moved', how: 'link in a mail', wording: null });
      expect(await site.get(link)).toMatchObject({ status: 410 });
    });

    it('changes nothing by being looked at, by people or scanners', async () => {
      const link = await fresh();
      const before = site.fingerprint();
      for (const query of ['', '?data=json', '?erase=yes&sure=yes', '?forget=yes', `?address=${OTHER}`]) {
        for (const method of ['GET', 'HEAD']) {
          expect(await site.ask(new Request(link + query, { method }))).toMatchObject({ status: 200 });
        }
      }
      expect(site.fingerprint()).toBe(before);
    });
  });

  describe('the history', () => {
    it('tells of each day what came, with its papers, or why nothing did', async () => {
      site.world.at('2026-06-02T08:00:00Z');
      await site.world.send('2026-06-02');
      await store().subscribers.update(1, { createdAt: Date.parse('2026-05-30T00:00:00Z') });
      const { text } = await site.get(await fresh());
      expect(text).toContain('<h3>Tuesday, 2 June 2026</h3>');
      expect(text).toContain('<code>nothing-new</code>');
      expect(text).toContain('<h3>Monday, 1 June 2026</h3>');
      expect(text).toContain('<code>accepted</code>');
      expect(text).toContain('Large language models');
      expect(text).toMatch(/<a href="\/papers\/\w+" dir="auto">/);
      expect(text).toMatch(/href="\/view\/v1[^"]+">The mail online/);
      expect(text.match(/<h3>/g)).toHaveLength(4);
      expect(text).toContain('No edition was made for your hour.');
    });
  });

  describe('what was told', () => {
    it('is listed, and forgotten at the press of a button', async () => {
      const [paper = ''] = site.papers;
      await site.post(site.links.tune(paper), { say: 'less' });
      const link = await fresh();
      const listed = await site.get(link);
      expect(listed.text).toContain('Less like <a href="/papers/');
      const forgot = await site.post(link, { forget: 'yes' });
      expect(forgot.text).toContain('Forgotten');
      expect(forgot.text).not.toContain('Less like <a');
      expect(await store().signals.of(1)).toEqual([]);
      expect(await site.post(link, { forget: 'yes' })).toMatchObject({ status: 200 });
    });
  });

  describe('the data', () => {
    it('are everything that is stored, as a file', async () => {
      const [paper = ''] = site.papers;
      await site.post(site.links.tune(paper), { say: 'more' });
      await store().consents.add(1, { at: 1, act: 'confirmed', how: 'link', wording: 'Yes' });
      const link = await fresh();
      await site.post(link, { address: OTHER });
      const { headers, text } = await site.get(`${link}?data=json`);
      expect(headers.get('content-type')).toContain('application/json');
      expect(headers.get('content-disposition')).toBe('attachment; filename="paperboy-2026-06-01.json"');
      expect(headers.get('cache-control')).toBe('no-store');
      const data = JSON.parse(text);
      expect(data.subscriber).toMatchObject({
        email: EMAIL,
        name: 'Vera',
        topics: ['llm'],
        status: 'active',
      });
      expect(data.consents).toEqual([
        { at: '1970-01-01T00:00:00.001Z', act: 'confirmed', how: 'link', wording: 'Yes' },
      ]);
      expect(data.letters.map((one: { kind: string }) => one.kind)).toEqual(['link', 'move']);
      expect(data.signals).toMatchObject([{ kind: 'more', paper: { id: paper } }]);
      const ids = data.deliveries[0].papers.map((one: { id: string }) => one.id);
      expect(new Set(ids)).toEqual(new Set(site.papers));
      expect(data.suppression).toBeNull();
      // Whatever became of a letter to another address is nothing that who named it may learn.
      expect(data.letters[1]).toMatchObject({ address: OTHER, state: null, expiresAt: null });
    });
  });

  describe('another address', () => {
    it('is asked there, by a letter, and nothing changes before it says yes', async () => {
      const link = await fresh();
      const before = await site.reader();
      const page = await site.post(link, { address: ' Ben@Example.NET ' });
      expect(page.status).toBe(200);
      expect(page.text).toContain('If Ben@example.net can get mail from us');
      expect(await letters('move')).toMatchObject([
        { address: 'Ben@example.net', expiresAt: Date.parse(START) + CONFIRM_WITHIN_MS, state: 'pending' },
      ]);
      expect(await site.reader()).toEqual(before);
    });

    it('gets the same answer whoever has it, and a letter that never leaves where somebody does', async () => {
      await site.world.subscribe('taken@example.net');
      const audience = { store: audienceStore(store()), now: 0 };
      await suppressSubscriber('never@example.net', 'complaint', audience);
      const link = await fresh();
      const answers = new Set<string>();
      for (const address of ['taken@example.net', 'never@example.net', 'free@example.net']) {
        const page = await site.post(link, { address });
        answers.add(`${page.status} ${page.text.replaceAll(address, 'X')}`);
      }
      expect(answers.size).toBe(1);
      const now = Date.parse(START);
      expect((await letters('move')).map(one => one.expiresAt > now)).toEqual([false, false, true]);
    });

    it('is asked for three times a day, whether those are free or not', async () => {
      await site.world.subscribe('taken@example.net');
      const link = await fresh();
      for (const address of ['taken@example.net', 'a@example.net', 'taken@example.net']) {
        expect((await site.post(link, { address })).status).toBe(200);
      }
      const fourth = await site.post(link, { address: 'b@example.net' });
      expect(fourth.status).toBe(422);
      expect(fourth.text).toContain('three addresses today');
      expect(await letters('move')).toHaveLength(3);
      site.world.at('2026-06-02T08:00:01Z');
      expect((await site.post(await fresh(), { address: 'b@example.net' })).status).toBe(200);
    });

    it('is refused where it cannot be one, with what was typed kept', async () => {
      const link = await fresh();
      for (const address of ['', 'no address', 'a@b@c.example', '"><b>x@example.net', EMAIL.toUpperCase()]) {
        const page = await site.post(link, { address });
        expect(page.status).toBe(422);
        expect(page.text).toContain('href="#address"');
        expect(page.text).toMatch(/id="address"[^>]*aria-invalid="true"/);
        expect(page.text).not.toContain('"><b>x');
      }
      expect(await letters('move')).toEqual([]);
    });

    it('is not offered to who gets no mail', async () => {
      const link = await fresh();
      await store().subscribers.update(1, { status: 'unsubscribed' });
      expect((await site.get(link)).text).not.toContain('name="address"');
      expect((await site.post(link, { address: OTHER })).status).toBe(200);
      expect(await letters('move')).toEqual([]);
    });
  });

  describe('erasing', () => {
    it('needs a tick, and then takes everything that names the reader', async () => {
      const [paper = ''] = site.papers;
      await site.post(site.links.tune(paper), { say: 'more' });
      const link = await fresh();
      const unsure = await site.post(link, { erase: 'yes' });
      expect(unsure.status).toBe(422);
      expect(unsure.text).toContain('href="#sure"');
      expect(await site.reader()).toMatchObject({ email: EMAIL });

      const page = await site.post(link, { erase: 'yes', sure: 'yes' });
      expect(page.status).toBe(200);
      expect(page.text).toContain('You are erased');
      expect(page.text).not.toContain(EMAIL);
      expect(await site.reader()).toMatchObject({
        email: null,
        name: null,
        topics: [],
        status: 'unsubscribed',
      });
      expect([await letters('link'), await store().signals.of(1), await store().consents.of(1)]).toEqual([
        [],
        [],
        [],
      ]);
      expect(await store().erasure.scrubOwed()).not.toBeNull();
      for (const old of [link, site.links.preferences])
        expect(await site.get(old)).toMatchObject({ status: 410 });
      expect(await site.post(link, { erase: 'yes', sure: 'yes' })).toMatchObject({ status: 410 });
    });

    it('lets no list bring them back', async () => {
      await site.post(await fresh(), { erase: 'yes', sure: 'yes' });
      const list = new TextEncoder().encode(`email,topics\n${EMAIL},llm\n`);
      const rules = { topicIds: ['llm'], checkQuery: () => {} };
      const deps = { store: audienceStore(store()), now: 0, rules };
      await importSubscribers(list, 'list.csv', deps, { confirmed: true });
      expect(await store().subscribers.byKey(EMAIL)).toBeNull();
    });
  });
});
