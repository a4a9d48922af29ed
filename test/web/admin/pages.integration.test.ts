import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { suppressionHash } from '../../../src/audience/suppression.ts';
import type { Transport } from '../../../src/deliver/transport.ts';
import { digest, title } from '../../support/digest.ts';
import { DAY, EMAIL } from '../site.ts';
import { type OperatorWorld, openOperatorWorld } from './operator.ts';

const NEXT = '2026-06-02';
const EDITION = `/admin/editions/${NEXT}`;
const EVIL = '<img src=x onerror=alert(1)>"\'';

const EVIL_TITLE = `An Evil ${EVIL} Large Language Model`;

/** A server that takes every message and then says nothing. */
const SILENT: Transport = {
  description: 'silent',
  relay: 'mail.example.org:587',
  concurrency: 1,
  perSecond: null,
  idempotent: false,
  hand: async (_edition, _message, commit) =>
    (await commit()) ? { class: 'unanswered', phase: 'end', code: null, enhanced: null, reply: null } : null,
  close: async () => {},
};

/** Where the words of a page lead. */
function linkIn(text: string, words: string): string {
  const [, link = ''] = new RegExp(`href="([^"]+)">${words}`).exec(text) ?? [];
  return link.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
}

describe('the operator’s pages', () => {
  let site: OperatorWorld;
  beforeEach(async () => {
    site = await openOperatorWorld();
    await site.login();
    site.did.length = 0;
  });
  afterEach(() => site.world.dispose());
  const { stringify } = JSON;
  const statesOf = async () => (await site.world.parts.store.editions.accounts(NEXT)).states;

  /** An edition of which nobody knows whether it arrived, to so many readers. */
  async function unknownEdition(readers: number): Promise<number[]> {
    const nums: number[] = [];
    await site.world.parts.store.subscribers.update(1, { status: 'unsubscribed' });
    for (let n = 0; n < readers; n++) {
      // Of one provider no more are tried before the first fifty are answered.
      const email = `r${n}@example.${n < 50 ? 'org' : 'net'}`;
      nums.push(await site.world.subscribe(email, { queries: ['"number 7"'] }));
    }
    site.world.at(`${NEXT}T08:00:00Z`);
    await site.world.ingest(digest(title(7)), NEXT);
    await site.world.send(NEXT, SILENT);
    expect((await statesOf()).unknown).toBe(readers);
    // The session of the day before is over.
    await site.login();
    site.did.length = 0;
    return nums;
  }

  it('show how it stands: what is wrong, owed, unknown, held, and came in', async () => {
    const { store } = site.world.parts;
    const calm = (await site.look('/admin')).text;
    expect(calm).toContain('Nothing is wrong.');
    expect(calm).toContain('Nothing is owed.');
    expect(calm).toContain('No schedule has ever run on this database');
    expect(calm).toContain('1 in all. accepted: 1');
    expect(calm).toMatch(/<td class="date">2026-06-01<\/td>/);

    const now = site.world.parts.clock.now();
    await unknownEdition(2);
    await store.incidents.open('relay mail.example.org:587', `421 ${EVIL}`, now);
    await store.incidents.open('relay mail.example.org:587', `421 ${EVIL}`, now);
    await store.editions.pause('2026-06-03', EVIL, now);
    const read = { day: NEXT, publishing: true, entries: 12, fresh: 3, declared: null, newest: 'x' };
    const failed = {
      ...read,
      source: `inbox${EVIL}`,
      status: 'refused',
      reason: `not found ${EVIL}`,
    } as const;
    await store.readings.add({ ...failed, at: 2, status: 'ingested', reason: null, day: DAY });
    await store.readings.add({ ...failed, at: 3 });
    const late = { job: 'ingest', at: 1 };
    await store.slots.claim({
      ...late,
      owner: 'w',
      until: 5,
      now: 2,
      longest: 9,
      retry: { rest: 0, attempts: 1 },
    });
    await store.slots.end(late, 'w', { ok: false, outcome: stringify({ problem: EVIL }) }, 3);
    const { text } = await site.look('/admin');
    expect(text).not.toContain('<img');
    for (const words of [
      'Mail server mail.example.org:587',
      'seen 2 times',
      'What to mend: paperboy doctor',
      `Edition ${NEXT}</a>: 2 unknown`,
      'Edition 2026-06-03</a> is <span dir="auto">paused: &lt;img',
      'inbox&lt;img',
      '<strong>refused</strong>',
      `${DAY}: 3 of 12`,
      'not found',
    ]) {
      expect(text).toContain(words);
    }
  });

  it('lead to an edition of any day, and list those there are', async () => {
    const list = await site.look('/admin/editions');
    expect(list.text).toContain(`href="/admin/editions/${DAY}"`);
    const found = await site.look('/admin/editions?date=2027-01-01');
    expect([found.status, found.headers.get('location')]).toEqual([303, '/admin/editions/2027-01-01']);
    expect((await site.look('/admin/editions/2027-01-01')).text).toContain('not prepared yet');
    for (const nowhere of ['//evil.example', 'https://evil.example', '../login', '2026-13-01', EVIL]) {
      const { status, headers, text } = await site.look(
        `/admin/editions?date=${encodeURIComponent(nowhere)}`,
      );
      expect([status, headers.get('location')]).toEqual([422, null]);
      expect(text).not.toContain(EVIL);
    }
    expect((await site.look('/admin/editions/tomorrow')).status).toBe(404);
  });

  it('page through the editions', async () => {
    const { store } = site.world.parts;
    for (let day = 1; day <= 31; day++)
      await store.editions.open(`2026-03-${String(day).padStart(2, '0')}`, 0);
    const { text } = await site.look('/admin/editions');
    const older = linkIn(text, 'Older ones');
    expect(older).toBe('/admin/editions?last=2026-03-02');
    const rest = (await site.look(older)).text;
    expect(rest.match(/class="date"/g)).toHaveLength(2);
    expect(rest).not.toContain('Older ones');
  });

  it('pause an edition and let it go on, and tell what was done', async () => {
    const paused = await site.send(EDITION, { do: 'pause', why: `wrong digest ${EVIL}` });
    expect(paused.status).toBe(200);
    expect(paused.text).toContain('The edition is paused');
    expect(paused.text).not.toContain('<img');
    const { editions } = site.world.parts.store;
    expect((await editions.holds([NEXT])).get(NEXT)?.pausedWhy).toBe(`wrong digest ${EVIL}`);
    expect((await site.send(EDITION, { do: 'pause', why: '' })).text).toContain('was paused already');
    expect((await site.send(EDITION, { do: 'resume' })).text).toContain('The edition goes on');
    expect((await site.send(EDITION, { do: 'resume' })).text).toContain('was not paused');
    expect((await editions.holds([NEXT])).size).toBe(0);
    expect(site.did).toEqual([`paused edition ${NEXT}`, `let edition ${NEXT} go on`]);
    const long = await site.send(EDITION, { do: 'pause', why: 'x'.repeat(201) });
    expect([long.status, (await editions.holds([NEXT])).size]).toEqual([422, 0]);
  });

  it('leave a cancelled edition as it is, and say so', async () => {
    const { store } = site.world.parts;
    await store.transaction(tx => tx.editions.cancel(NEXT, 1));
    expect((await site.look(EDITION)).text).toContain('It is cancelled, for good');
    const { status, text } = await site.send(EDITION, { do: 'resume' });
    expect([status, text.includes('is cancelled, for good')]).toEqual([422, true]);
    expect(site.did).toEqual([]);
  });

  it('set the editor’s line, keep what was typed wrong, and take it away', async () => {
    const { notes } = site.world.parts.store;
    const line = async () => (await notes.current(NEXT))?.text ?? null;
    expect((await site.send(EDITION, { do: 'note', note: ` Moved to <b>8:00</b> ${EVIL} ` })).text).toContain(
      'The line is saved',
    );
    expect(await line()).toBe(`Moved to <b>8:00</b> ${EVIL}`);
    const shown = (await site.look(EDITION)).text;
    expect(shown).toContain('value="Moved to &lt;b&gt;8:00&lt;/b&gt; &lt;img');
    const again = await site.send(EDITION, { do: 'note', note: `Moved to <b>8:00</b> ${EVIL}` });
    expect(again.text).toContain('the line is as it was');
    for (const bad of ['two\nlines', `x${'y'.repeat(200)}`, 'tab\there', 'nul\0']) {
      const { status, text } = await site.send(EDITION, { do: 'note', note: bad });
      expect(status).toBe(422);
      expect(text).toContain('href="#note"');
      expect(text).toContain('aria-invalid="true"');
    }
    expect(await line()).toContain('Moved to');
    expect((await site.send(EDITION, { do: 'note', note: '' })).text).toContain('The line is taken away');
    expect(await line()).toBeNull();
    expect(site.did).toEqual([`set the line of edition ${NEXT}`, `took away the line of edition ${NEXT}`]);
  });

  it('settle what is unknown, one by one and all at once, and nothing else', async () => {
    const [first = 0, second = 0] = await unknownEdition(4);
    const page = (await site.look(`${EDITION}?state=unknown`)).text;
    expect(page).toContain(`value="accepted ${first}"`);
    expect((await site.send(EDITION, { do: `accepted ${first}`, state: 'unknown' })).text).toContain(
      'counts as accepted',
    );
    expect((await site.send(EDITION, { do: `resend ${second}`, state: 'unknown' })).text).toContain(
      'goes out once more',
    );
    expect(await statesOf()).toEqual({ accepted: 1, pending: 1, unknown: 2 });
    for (const word of [
      `accepted ${first}`,
      `resend ${second}`,
      'accepted 999',
      'accepted',
      'resend -1',
      'delete',
      '',
    ]) {
      expect((await site.send(EDITION, { do: word })).status).toBe(422);
    }
    expect((await site.send(EDITION, { do: 'accept-all' })).text).toContain(
      '2 unknown deliveries count as accepted now',
    );
    expect((await site.send(EDITION, { do: 'accept-all' })).text).toContain('Nothing was unknown');
    expect(await statesOf()).toEqual({ accepted: 3, pending: 1 });
    expect(site.did).toHaveLength(3);
    expect(site.did.join()).not.toContain('@');
    // The other edition was never meant.
    expect((await site.world.parts.store.editions.accounts(DAY)).states).toEqual({ accepted: 1 });
  });

  it('list deliveries fifty at a time, of one state or all', async () => {
    await unknownEdition(51);
    const { text } = await site.look(EDITION);
    expect(text.match(/<td><a href="\/admin\/subscribers\//g)).toHaveLength(50);
    expect(text.length).toBeLessThan(60_000);
    const rest = (await site.look(linkIn(text, 'The next 50'))).text;
    expect(rest.match(/<td><a href="\/admin\/subscribers\//g)).toHaveLength(1);
    expect(rest).not.toContain('The next 50');
    expect((await site.look(`${EDITION}?state=accepted`)).text).toContain('There are none of these.');
    // Whatever is no state, or no number, is not asked for.
    expect((await site.look(`${EDITION}?state=evil&after=1e9`)).text).toContain('The next 50');
  });

  it('find a subscriber by address or its beginning, which stands in no address of a page', async () => {
    await site.world.subscribe('ann@example.org');
    await site.world.subscribe('anna@example.org', { status: 'paused', pausedUntil: '2026-07-01' });
    const whole = await site.send('/admin/subscribers', { search: ' Vera@Example.org ' });
    expect([whole.status, whole.headers.get('location')]).toEqual([303, '/admin/subscribers/1']);
    const start = (await site.send('/admin/subscribers', { search: 'AN' })).text;
    expect(start).toContain('ann@example.org');
    expect(start).toContain('anna@example.org');
    expect(start).not.toContain(EMAIL);
    for (const nobody of ['%', '_', EVIL, '\0', '"@"@', 'x'.repeat(5000)]) {
      const { status, text } = await site.send('/admin/subscribers', { search: nobody });
      expect([status, text.includes('Nobody.')]).toEqual([200, true]);
      expect(text).not.toContain('<img');
    }
    const paused = (await site.look('/admin/subscribers?status=paused')).text;
    expect(paused).toContain('anna@example.org');
    expect(paused).not.toContain('ann@example.org<');
  });

  it('tell everything of a subscriber, and why they got what they got', async () => {
    const { store } = site.world.parts;
    const now = site.world.parts.clock.now();
    await store.consents.add(1, { at: now, act: 'asked', how: `web form ${EVIL}`, wording: `Yes ${EVIL}` });
    await store.letters.add(
      { kind: 'move', subscriber: 1, expiresAt: now + 9, address: 'new@example.org' },
      now,
    );
    await store.subscribers.update(1, { name: EVIL, origin: EVIL, excluded: [EVIL] });
    const { text } = await site.look('/admin/subscribers/1');
    for (const words of [
      EMAIL,
      'Large language models',
      '&quot;number 2&quot;',
      'accepted',
      'papers</summary>',
      'web form',
      'move, to another address',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toContain('<img');
    expect(text).not.toContain('new@example.org');
    await store.subscribers.update(1, { email: null, addressKey: null, name: null });
    expect((await site.look('/admin/subscribers/1')).text).toContain('Subscriber 1, erased');
    for (const nobody of ['0', '2', '-1', 'x', '99999999999999999999', '1%00']) {
      expect((await site.look(`/admin/subscribers/${nobody}`)).status).toBe(404);
    }
  });

  it('take a paper back and give it back, so that no page names it in between', async () => {
    await site.world.ingest(digest(EVIL_TITLE, title(2)), NEXT);
    const found = (await site.look('/admin/papers?q=evil')).text;
    expect(found).not.toContain('<img src=x');
    // Enter in a field presses the first button of its form.
    expect(found).toMatch(
      /<form method="post" action="[^"]*\/admin\/papers">\s*<button type="submit" disabled hidden>/,
    );
    const id = /value="hide ([^"]+)"/.exec(found)?.[1] ?? '';
    expect((await site.look(`/papers/${id}`)).status).toBe(200);

    const hidden = await site.send('/admin/papers', { do: `hide ${id}`, why: 'retracted' });
    expect(hidden.text).toMatch(/is hidden/);
    expect(hidden.text).toMatch(/: retracted/);
    expect(site.did).toEqual([`hid paper ${id}`]);
    const page = await site.look(`/papers/${id}`);
    expect(page.status).toBe(410);
    expect(page.text).not.toMatch(/evil/i);
    for (const path of ['/editions?q=evil', `/editions/${NEXT}`, '/feed.atom']) {
      expect((await site.look(path)).text, path).not.toMatch(/Evil .* Language/);
    }
    expect((await site.send('/admin/papers', { do: `unhide ${id}` })).text).toMatch(/is shown again/);
    expect((await site.look(`/papers/${id}`)).status).toBe(200);
    expect((await site.send('/admin/papers', { do: 'hide nothing' })).status).toBe(422);
    expect((await site.send('/admin/papers', { do: 'forget 999' })).text).toMatch(/no snapshot 999/);
    for (const what of ['forget x', 'restore 99999999999', 'hide a\u0000'])
      expect((await site.send('/admin/papers', { do: what })).status).toBe(422);
    expect((await site.send('/admin/papers', { do: 'forget 1' })).text).toMatch(/is forgotten/);
    expect((await site.send('/admin/papers', { do: 'restore 1' })).text).toMatch(/counts again/);
  });

  it('tell of suppressions how many and why, and of one address whether', async () => {
    const { suppressions } = site.world.parts.store;
    const now = site.world.parts.clock.now();
    const key = await suppressions.key();
    await suppressions.add(suppressionHash('gone@example.org', key), 'bounced: 5.1.1, no such mailbox', now);
    await suppressions.add('h2', 'bounced: 5.1.6, no such mailbox', now);
    await suppressions.add('h3', 'complaint', now - 40 * 86_400_000);
    const { text } = await site.look('/admin/suppressions');
    expect(text).toContain('3 addresses are never mailed');
    expect(text).toContain('bounced: …, no such mailbox</td><td class="number">2<');
    expect(text).toContain(`${DAY}</td><td class="number">2<`);
    const ask = async (search: string) => (await site.send('/admin/suppressions', { search })).text;
    expect(await ask('Gone@example.org')).toContain(
      'gone@example.org is never mailed, since 2026-06-01 08:00: bounced: 5.1.1',
    );
    expect(await ask(EMAIL)).toContain('is not suppressed');
    expect(await ask(EVIL)).toContain('That is no whole address');
  });

  it('draw what topics brought, and count who follows them', async () => {
    const { text } = await site.look('/admin/topics');
    const [row = ''] = /<tr><th scope="row"><a href="\/topics\/llm">[\s\S]*?<\/tr>/.exec(text) ?? [];
    expect(row).toMatch(/data-label="Readers">1<\/td><td class="number" data-label="Papers">[1-9]\d*</);
    expect(row).toMatch(/<rect x="300" y="[\d.]+" width="8" height="[\d.]+"><title>2026-06-01: \d+<\/title>/);
    expect(text).toContain('for 1 readers, 1 of them');
  });
});
