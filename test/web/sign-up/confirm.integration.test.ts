import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leave } from '../../../src/audience/by-link.ts';
import { askToMove } from '../../../src/audience/fresh-link.ts';
import { type PageLinks, pageLinks } from '../../../src/audience/mail-links.ts';
import { suppressSubscriber } from '../../../src/audience/manage.ts';
import { audienceStore } from '../../../src/audience/subscriber-store.ts';
import { suppressionHash } from '../../../src/audience/suppression.ts';
import type { Subscriber } from '../../../src/model/subscriber.ts';
import { forgetUnconfirmed, settleSignUps } from '../../../src/pipeline/sign-ups.ts';
import { openWeb } from '../../../src/web/open-web.ts';
import type { WebApp } from '../../../src/web/web-app.ts';
import { DATABASES } from '../../support/databases.ts';
import { digest, title } from '../../support/digest.ts';
import { openWorld, type World } from '../../support/world.ts';

const START = Date.parse('2026-06-01T08:00:00Z');
const DAY = 24 * 3_600_000;
const SITE = 'http://localhost:8080';
const ASKED = { topics: ['rl'], queries: ['reasoning'], cadence: 'weekdays', timezone: 'Europe/Paris' };

for (const database of DATABASES) {
  describe(`a link to confirm with, on ${database.name},`, () => {
    let world: World;
    let web: WebApp;
    let links: PageLinks;
    let asked: number;
    beforeEach(async () => {
      world = await openWorld(START, { TIMEZONE: 'Europe/Berlin' }, database);
      asked = 0;
      web = await openWeb(world.app, {
        onError: error => Promise.reject(error),
        onAsked: () => {
          asked++;
        },
      });
      links = pageLinks(SITE, await world.app.tokens());
    });
    afterEach(() => world.dispose());

    const pass = (ms: number) => world.at(new Date(world.parts.clock.now() + ms).toISOString());
    const get = async (link: string) => read(await web.fetch(new Request(link)));
    const post = async (link: string, fields: Record<string, string> = { confirm: 'yes' }) =>
      read(await web.fetch(new Request(link, { method: 'POST', body: new URLSearchParams(fields) })));
    async function read(answer: Response) {
      const text = await answer.text();
      return {
        status: answer.status,
        heading: /<h1>([^<]*)/.exec(text)?.[1],
        text: text.split('</style>')[1] ?? '',
      };
    }
    async function signUp(email: string): Promise<string> {
      await world.parts.store.signUps.add({
        email,
        addressKey: email.toLowerCase(),
        preferences: JSON.stringify(ASKED),
        wording: 'I ask for it.',
        at: world.parts.clock.now(),
      });
      await settleSignUps(world.parts);
      return newestLink(email, 'confirm');
    }
    async function newestLink(email: string, kind: 'confirm' | 'move'): Promise<string> {
      const { num } = await reader(email);
      const letter = await world.parts.store.letters.newest(num, kind);
      if (!letter) throw new Error(`no letter to ${email}`);
      return links.confirm(num, letter.num);
    }
    async function reader(email: string): Promise<Subscriber> {
      const found = await world.parts.store.subscribers.byKey(email.toLowerCase());
      if (!found) throw new Error(`${email} is nobody`);
      return found;
    }
    const acts = async (num: number) => (await world.parts.store.consents.of(num)).map(({ act }) => act);
    async function isDeparted(email: string): Promise<boolean> {
      const { suppressions } = world.parts.store;
      return (await suppressions.departed([suppressionHash(email, await suppressions.key())])).size > 0;
    }
    const suppress = (email: string) =>
      world.parts.store.transaction(tx =>
        suppressSubscriber(email, 'complaint', { store: audienceStore(tx), now: 1 }),
      );
    /** What everybody is, and what is on record. */
    const state = async (...nums: number[]) =>
      JSON.stringify([
        await world.parts.store.subscribers.byNums(nums),
        await Promise.all(nums.map(num => world.parts.store.letters.of(num))),
        await Promise.all(nums.map(num => world.parts.store.consents.of(num))),
      ]);

    it('shows what was chosen, and changes nothing by being looked at', async () => {
      const link = await signUp('Ada@example.org');
      const { num } = await reader('ada@example.org');
      const before = await state(num);
      for (let n = 0; n < 3; n++) {
        const { status, heading, text } = await get(link);
        expect([status, heading]).toEqual([200, 'Confirm your subscription']);
        for (const chosen of [
          'Reinforcement learning',
          'reasoning',
          'Monday to Friday',
          '07:00, Europe/Paris time',
        ]) {
          expect(text).toContain(chosen);
        }
        expect(text).toContain('A…@example.org');
        expect(text).not.toContain('Ada@');
        await web.fetch(new Request(link, { method: 'HEAD' }));
      }
      expect(await state(num)).toBe(before);
    });

    it('subscribes once: mail comes from then on, a first edition is owed, and it is on record', async () => {
      await world.ingest(digest(title(1), title(2)), '2026-06-01');
      const link = await signUp('ada@example.org');
      pass(60_000);
      const { status, heading, text } = await post(link);
      expect([status, heading]).toEqual([200, 'You are subscribed']);
      expect(text).toContain(
        'Your first edition is on its way: 2 papers of the last week match what you chose.',
      );
      expect(text).toContain('/preferences/');
      expect(asked).toBe(1);
      const now = world.parts.clock.now();
      const ada = await reader('ada@example.org');
      expect(ada).toMatchObject({
        status: 'active',
        confirmedAt: now,
        welcomeAt: now,
        pausedUntil: null,
        ...ASKED,
      });
      const [, confirmed] = await world.parts.store.consents.of(ada.num);
      expect(confirmed).toMatchObject({ at: now, act: 'confirmed', how: 'link in the confirmation mail' });
      expect(confirmed?.wording).toMatch(/^Confirmation page: By pressing the button I agree that Paperboy/);

      pass(60_000);
      const before = await state(ada.num);
      for (const again of [await post(link), await get(link)]) {
        expect([again.status, again.heading]).toEqual([200, 'You are subscribed']);
        expect(again.text).toContain('There is nothing left to confirm');
      }
      expect(await state(ada.num)).toBe(before);
      expect(asked).toBe(1);
    });

    it('says so when nothing of the last week matches', async () => {
      const { text } = await post(await signUp('ada@example.org'));
      expect(text).toContain(
        'Nothing of the last week matches what you chose: your first mail comes as soon as',
      );
    });

    it('is used once by two who press at once', async () => {
      const link = await signUp('ada@example.org');
      const answers = await Promise.all(Array.from({ length: 6 }, () => post(link)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
      expect(answers.filter(({ text }) => text.includes('nothing left to confirm'))).toHaveLength(5);
      const { num } = await reader('ada@example.org');
      expect(await acts(num)).toEqual(['asked', 'confirmed']);
    });

    it('does not bring back who left since', async () => {
      const link = await signUp('ada@example.org');
      await post(link);
      const { num } = await reader('ada@example.org');
      await leave(world.parts.store, num);
      for (const { status, heading } of [await get(link), await post(link)]) {
        expect([status, heading]).toEqual([410, 'This link is over']);
      }
      expect((await reader('ada@example.org')).status).toBe('unsubscribed');
    });

    it('does not bring back who answered another letter and left since', async () => {
      await post(await signUp('ada@example.org'));
      const { num } = await reader('ada@example.org');
      pass(1_000);
      await leave(world.parts.store, num);
      const one = await signUp('ada@example.org');
      pass(DAY);
      const two = await signUp('ada@example.org');
      expect(two).not.toBe(one);
      pass(1_000);
      expect((await post(two)).status).toBe(200);
      await leave(world.parts.store, num);
      for (const { status, heading } of [await get(one), await post(one)]) {
        expect([status, heading]).toEqual([410, 'This link is over']);
      }
      expect((await reader('ada@example.org')).status).toBe('unsubscribed');
      // Who asks once more gets a letter that works.
      pass(DAY);
      expect((await post(await signUp('ada@example.org'))).status).toBe(200);
      expect((await reader('ada@example.org')).status).toBe('active');
    });

    it('is over after seven days, and once what it was about is forgotten', async () => {
      const link = await signUp('ada@example.org');
      pass(7 * DAY - 1);
      expect(await get(link)).toMatchObject({ status: 200 });
      pass(1);
      for (const { status, heading, text } of [await get(link), await post(link)]) {
        expect([status, heading]).toEqual([410, 'This link is over']);
        expect(text).toContain('<a href="/">Ask for a new link</a>');
      }
      expect((await reader('ada@example.org')).status).toBe('pending');
      await forgetUnconfirmed(world.parts);
      for (const { status, heading } of [await get(link), await post(link)]) {
        expect([status, heading]).toEqual([410, 'This link is over']);
      }
      expect(await world.parts.store.subscribers.byKey('ada@example.org')).toBeNull();
    });

    it('is worth nothing when it is forged, for somebody else, or of another kind', async () => {
      const link = await signUp('ada@example.org');
      await signUp('ben@example.org');
      const [ada, ben] = [await reader('ada@example.org'), await reader('ben@example.org')];
      const letter = (await world.parts.store.letters.newest(ada.num, 'confirm'))?.num ?? 0;
      const known = await world.parts.store.letters.add(
        { kind: 'known', subscriber: ada.num, expiresAt: START + DAY },
        START,
      );
      const swapped = links.account(ada.num, letter).replace('/account/', '/confirm/');
      const before = await state(ada.num, ben.num);
      const wrong: [string, number][] = [
        [`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`, 404],
        [link.slice(0, -4), 404],
        [`${SITE}/confirm/x`, 404],
        [swapped, 404],
        [links.confirm(ben.num, letter), 410],
        [links.confirm(ada.num, 9_999), 410],
        [links.confirm(ada.num, Number.NaN), 410],
        [links.confirm(ada.num, known), 410],
      ];
      for (const [one, expected] of wrong) {
        expect([(await get(one)).status, (await post(one)).status], one).toEqual([expected, expected]);
      }
      expect(await state(ada.num, ben.num)).toBe(before);
    });

    it('brings back who left with what they chose now, and keeps the rest of their row', async () => {
      const num = await world.subscribe('ada@example.org', {
        status: 'unsubscribed',
        topics: ['vision'],
        queries: ['old words'],
        excluded: ['survey'],
        hour: 18,
        max: 30,
        confirmedAt: 5,
      });
      await world.parts.store.transaction(async tx =>
        tx.suppressions.depart(suppressionHash('ada@example.org', await tx.suppressions.key()), 1),
      );
      const link = await signUp('ada@example.org');
      expect((await get(link)).text).toContain('18:00');
      expect(await reader('ada@example.org')).toMatchObject({ status: 'unsubscribed', topics: ['vision'] });
      expect(await post(link)).toMatchObject({ status: 200, heading: 'You are subscribed' });
      expect(await reader('ada@example.org')).toMatchObject({
        num,
        status: 'active',
        ...ASKED,
        excluded: ['survey'],
        hour: 18,
        max: 30,
        welcomeAt: START,
      });
      expect(await acts(num)).toEqual(['asked', 'confirmed']);
      expect(await isDeparted('ada@example.org')).toBe(false);
    });

    it('never mails who is suppressed, before or after they press', async () => {
      const link = await signUp('ada@example.org');
      const hash = suppressionHash('ada@example.org', await world.parts.store.suppressions.key());
      // Only the list says so, not yet the row.
      await world.parts.store.suppressions.add(hash, 'complaint', 1);
      expect(await post(link)).toMatchObject({ status: 200, heading: 'No mail goes to this address' });
      expect(await reader('ada@example.org')).toMatchObject({ status: 'pending', welcomeAt: null });
      await suppress('ada@example.org');
      for (const page of [await get(link), await post(link)]) {
        expect(page).toMatchObject({ status: 200, heading: 'No mail goes to this address' });
      }
      expect((await reader('ada@example.org')).status).toBe('suppressed');
    });

    it('forgets at once who did not ask, and changes nothing for who got mail before', async () => {
      const link = await signUp('ada@example.org');
      const { num } = await reader('ada@example.org');
      const { status, heading } = await post(link, { decline: 'yes' });
      expect([status, heading]).toEqual([200, 'Nothing will come']);
      expect((await world.parts.store.subscribers.byNums([num]))[0]).toMatchObject({
        email: null,
        topics: [],
      });
      expect(await acts(num)).toEqual([]);
      expect(await post(link)).toMatchObject({ status: 410 });

      const ben = await world.subscribe('ben@example.org', { status: 'unsubscribed' });
      const other = await signUp('ben@example.org');
      const before = await state(ben);
      expect(await post(other, { decline: 'yes' })).toMatchObject({
        status: 200,
        heading: 'Nothing will come',
      });
      expect(await state(ben)).toBe(before);
    });

    it('moves mail to another address once, tells the old one, and leaves the rest as it is', async () => {
      const num = await world.subscribe('ada@example.org', { topics: ['rl'], max: 30 });
      await askToMove(world.parts.store, num, { email: 'Ada@new.example', key: 'ada@new.example' }, START);
      const link = await newestLink('ada@example.org', 'move');
      const shown = await get(link);
      expect([shown.status, shown.heading]).toEqual([200, 'Confirm your new address']);
      expect(shown.text).toContain('A…@new.example');
      const answers = await Promise.all([post(link), post(link), post(link)]);
      for (const { status, text } of answers) {
        expect(status).toBe(200);
        expect(text).toContain('A…@new.example');
      }
      expect(await reader('ada@new.example')).toMatchObject({
        num,
        email: 'Ada@new.example',
        status: 'active',
        topics: ['rl'],
        max: 30,
        welcomeAt: null,
      });
      expect(await acts(num)).toEqual(['moved']);
      const told = (await world.parts.store.letters.of(num)).filter(({ kind }) => kind === 'moved');
      expect(told.map(({ address }) => address)).toEqual(['ada@example.org']);
      const before = await state(num);
      expect([(await get(link)).status, (await post(link)).status]).toEqual([200, 200]);
      expect(await state(num)).toBe(before);
      await leave(world.parts.store, num);
      expect([(await get(link)).status, (await post(link)).status]).toEqual([410, 410]);
    });

    it('moves mail to no address that is somebody else’s, suppressed, or asked for by a mailbox of before', async () => {
      const num = await world.subscribe('ada@example.org');
      const ask = async (email: string) => {
        await askToMove(world.parts.store, num, { email, key: email }, world.parts.clock.now());
        const letter = await world.parts.store.letters.newest(num, 'move');
        return links.confirm(num, letter?.num ?? 0);
      };
      const [taken, never, first] = [
        await ask('ben@example.org'),
        await ask('never@example.org'),
        await ask('one@new.example'),
      ];
      await world.subscribe('ben@example.org');
      await suppress('never@example.org');
      expect(await post(taken)).toMatchObject({ status: 409 });
      expect(await post(never)).toMatchObject({ status: 200, heading: 'No mail goes to this address' });
      pass(DAY);
      const second = await ask('two@new.example');
      pass(1_000);
      expect(await post(first)).toMatchObject({ status: 200, heading: 'Your address is changed' });
      expect(await post(second)).toMatchObject({ status: 410 });
      expect(await reader('one@new.example')).toMatchObject({ num, status: 'active' });
      expect(await acts(num)).toEqual(['moved']);
    });
  });
}
