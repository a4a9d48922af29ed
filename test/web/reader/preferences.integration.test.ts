import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSiteWorld, type SiteWorld } from '../site.ts';

describe('preferences', () => {
  let site: SiteWorld;
  beforeEach(async () => {
    site = await openSiteWorld();
  });
  afterEach(() => site.world.dispose());

  const save = (fields: Record<string, string | string[]>) => site.post(site.links.preferences, fields);

  it('show what is stored, every topic of the catalogue, and a label for each field', async () => {
    const { status, text } = await site.get(site.links.preferences);
    expect(status).toBe(200);
    for (const { id, name } of (await site.world.app.catalogue()).topics) {
      expect(text).toContain(`name="topics" value="${id}"${id === 'llm' ? ' checked' : ''}>`);
      expect(text).toContain(name);
    }
    expect(text).toContain('&quot;number 2&quot;\n&quot;reasoning of&quot;</textarea>');
    expect(text).toContain('name="cadence" value="daily" checked');
    expect(text).toContain('<option value="7" selected>07:00</option>');
    expect(text).toContain('<option value="" selected>As usual here: UTC</option>');
    expect(text).toContain('<option>Europe/Berlin</option>');
    expect(text).toContain('<option value="America/New_York">America/New York</option>');
    for (const [, id] of text.matchAll(/<(?:input|select|textarea) id="(\w+)"/g)) {
      expect(text).toContain(`for="${id}"`);
    }
  });

  it('are saved, and the page says what changed; the same once more changes nothing', async () => {
    const fields = {
      topics: ['', 'llm', 'vision'],
      queries: 'diffusion OR flow\r\n\r\n  title:video ',
      max: '5',
      cadence: 'days',
      days: ['', 'thu', 'mon'],
      hour: '18',
      timezone: 'Europe/Berlin',
    };
    const first = await save(fields);
    expect(first.status).toBe(200);
    for (const line of [
      'You follow Computer vision now.',
      'New query: diffusion OR flow',
      'Query gone: &quot;number 2&quot;',
      'At most 5 papers in a mail.',
      'Mail comes on Monday and Thursday.',
      'Mail comes at 18:00.',
      'Hours are those of Europe/Berlin.',
    ]) {
      expect(first.text).toContain(line);
    }
    const stored = await site.reader();
    expect(stored).toMatchObject({
      topics: ['llm', 'vision'],
      queries: ['diffusion OR flow', 'title:video'],
      max: 5,
      cadence: 'mon,thu',
      hour: 18,
      timezone: 'Europe/Berlin',
    });
    expect((await save(fields)).text).toContain('all is as it was');
    expect(await site.reader()).toEqual(stored);
  });

  it('tell every mistake at its field, keep what was typed, and save nothing', async () => {
    const before = site.fingerprint();
    const { status, text } = await save({
      topics: ['', 'vision'],
      queries: '"open <quote>\nfine words',
      max: 'many',
      cadence: 'days',
      days: '',
      hour: '25',
      timezone: 'Mars/Olympus',
    });
    expect(status).toBe(422);
    for (const field of ['queries', 'max', 'hour', 'timezone']) {
      expect(text).toContain(`id="${field}-error"`);
      expect(text).toMatch(new RegExp(`id="${field}"[^>]*aria-invalid="true"`));
      expect(text).toContain(`href="#${field}"`);
    }
    expect(text).toContain('id="cadence-error">Choose at least one day.');
    expect(text).toContain('&quot;open &lt;quote&gt;\nfine words</textarea>');
    expect(text).toContain('value="many"');
    expect(text).toContain('value="vision" checked');
    expect(text).toContain('<option selected>Mars/Olympus</option>');
    expect(site.fingerprint()).toBe(before);
  });

  it('stay as they are where a field was not sent, and for a form that asks for nothing', async () => {
    const before = await site.reader();
    await save({ max: '9' });
    expect(await site.reader()).toEqual({ ...before, max: 9 });
    expect((await save({ unknown: 'x' })).status).toBe(200);
    expect(await site.reader()).toEqual({ ...before, max: 9 });
  });

  it('lose nothing when several requests change different fields at once', async () => {
    await Promise.all([save({ max: '7' }), save({ hour: '11' }), save({ cadence: 'weekdays' })]);
    expect(await site.reader()).toMatchObject({ max: 7, hour: 11, cadence: 'weekdays', topics: ['llm'] });
  });

  it('let the last topic go, and say what that means', async () => {
    const { text } = await save({ topics: '', queries: '' });
    expect(text).toContain('no mail comes until you choose something');
    expect(await site.reader()).toMatchObject({ topics: [], queries: [], status: 'active' });
  });

  it('pause until a day, and end the pause', async () => {
    expect((await save({ pause: '2026-06-01' })).status).toBe(422);
    expect((await save({ pause: 'tomorrow' })).text).toContain('after today');
    expect(await site.reader()).toMatchObject({ status: 'active' });
    expect((await save({ pause: '2026-07-01' })).text).toContain('No mail before 1 July 2026');
    expect(await site.reader()).toMatchObject({ status: 'paused', pausedUntil: '2026-07-01' });
    expect((await site.get(site.links.preferences)).text).toContain('Paused until 1 July 2026');
    // Later preferences leave the pause alone.
    await save({ max: '3' });
    expect(await site.reader()).toMatchObject({ status: 'paused', max: 3 });
    expect((await save({ resume: 'yes' })).text).toContain('Mail comes again');
    expect(await site.reader()).toMatchObject({ status: 'active', pausedUntil: null });
  });

  it('say why there was no mail today, and nothing of the day before', async () => {
    site.world.at('2026-06-02T08:00:00Z');
    const shown = async () => (await site.get(site.links.preferences)).text;
    expect(await shown()).not.toContain('No mail today');
    const { deliveries, editions } = site.world.parts.store;
    await editions.open('2026-06-02', 0);
    await deliveries.freezePage('2026-06-02', [], [{ subscriber: 1, reason: 'stale-source' }], 0);
    expect(await shown()).toContain('No mail today. What we get papers from brought us nothing new.');
    site.world.at('2026-06-03T08:00:00Z');
    expect(await shown()).not.toContain('No mail today');
  });

  it('take a pause for over on the day it ends', async () => {
    await save({ pause: '2026-06-03' });
    site.world.at('2026-06-03T00:30:00Z');
    expect((await site.get(site.links.preferences)).text).not.toContain('Paused');
  });

  it('bring nobody back by pausing or by ending a pause: only the button for it does', async () => {
    await site.post(site.links.unsubscribe);
    for (const fields of [{ pause: '2026-07-01' }, { resume: 'yes' }, { max: '4' }]) {
      const page = await save(fields);
      expect(page.status).toBe(200);
      expect(page.text).toContain('You are unsubscribed');
    }
    expect(await site.reader()).toMatchObject({ status: 'unsubscribed', max: 4 });
  });

  it('do not confirm somebody who never did', async () => {
    await site.world.parts.store.subscribers.update(1, { status: 'pending', confirmedAt: null });
    for (const fields of [{ return: 'yes' }, { resume: 'yes' }, { pause: '2026-07-01' }, { max: '4' }]) {
      expect((await save(fields)).text).toContain('Not confirmed yet');
    }
    await site.post(site.links.unsubscribe);
    expect((await save({ return: 'yes' })).text).toContain('Not confirmed yet');
    expect(await site.reader()).toMatchObject({ status: 'pending', confirmedAt: null });
  });

  it('offer and take a pause only where mail comes', async () => {
    const { subscribers } = site.world.parts.store;
    for (const status of ['pending', 'unsubscribed'] as const) {
      await subscribers.update(1, { status, pausedUntil: null });
      expect((await site.get(site.links.preferences)).text).not.toContain('name="pause"');
      const page = await save({ pause: 'soon' });
      expect(page.status).toBe(200);
      expect(page.text).not.toContain('href="#pause"');
    }
    await subscribers.update(1, { status: 'active' });
    expect((await site.get(site.links.preferences)).text).toContain('name="pause"');
  });

  it('keep a zone that this Node spells in another way', async () => {
    await site.world.parts.store.subscribers.update(1, { timezone: 'Asia/Kolkata' });
    const { text } = await site.get(site.links.preferences);
    expect(text).toContain('<option selected>Asia/Kolkata</option>');
    expect((await save({ timezone: 'Asia/Kolkata' })).text).toContain('all is as it was');
  });

  it('refuse a form that is damaged', async () => {
    const headers = { 'Content-Type': 'multipart/form-data; boundary=x' };
    const request = new Request(site.links.preferences, { method: 'POST', headers, body: '--y\r\n' });
    expect(await site.ask(request)).toMatchObject({ status: 400 });
  });

  it('keep words away and wish for a sign of life, and say so', async () => {
    const page = await save({ excluded: ' Survey\r\nlarge  language \nsurvey', signOfLife: ['', 'yes'] });
    expect(page.text).toContain('No papers with: Survey');
    expect(page.text).toContain('a line comes that says so');
    expect(page.text).toContain('Survey\nlarge language</textarea>');
    expect(page.text).toContain('name="signOfLife" value="yes" checked');
    expect(await site.reader()).toMatchObject({ excluded: ['Survey', 'large language'], signOfLife: true });
    const bad = await save({ excluded: 'ok\n...' });
    expect(bad.status).toBe(422);
    expect(bad.text).toContain('href="#excluded"');
    expect(bad.text).toMatch(/id="excluded"[^>]*aria-invalid="true"/);
    expect((await save({ signOfLife: '', excluded: '' })).text).toContain(
      'No mail comes without papers in it.',
    );
    expect(await site.reader()).toMatchObject({ excluded: [], signOfLife: false });
  });

  it('tell what each topic and query brought lately', async () => {
    const { text } = await site.get(site.links.preferences);
    expect(text).toMatch(/Large language models<\/b>[\s\S]{0,300}<small class="lately">\d+ papers last week/);
    expect(text).toContain('In the last 7 days this would have brought:');
    expect(text).toMatch(
      /<code dir="auto">&quot;number 2&quot;<\/code>\s*<b>1 of \d+ papers<\/b>: <a href="\/papers\//,
    );
  });

  it('try what is typed without saving it, and keep it in the form', async () => {
    const before = site.fingerprint();
    const { seen } = fieldsOf((await site.get(site.links.preferences)).text);
    const page = await save({
      try: 'yes',
      seen,
      queries: '"number 1"\n"open <b>',
      excluded: 'study',
      topics: ['', 'vision'],
      max: '5',
    });
    expect(page.status).toBe(200);
    expect(page.text).toContain('Tried, and not saved yet');
    expect(page.text).toMatch(/nothing of \d+ papers, 1 more with excluded words left out/);
    expect(page.text).toContain('the quote is not closed');
    expect(page.text).not.toContain('open <b>');
    expect(page.text).toContain('&quot;number 1&quot;\n&quot;open &lt;b&gt;</textarea>');
    expect(page.text).toContain('value="vision" checked');
    expect(page.text).toContain('value="5"');
    expect(site.fingerprint()).toBe(before);
  });

  it('undo nothing from a form that was left open in another tab', async () => {
    const { seen } = fieldsOf((await site.get(site.links.preferences)).text);
    const shown = {
      seen,
      topics: ['', 'llm'],
      queries: '"number 2"\r\n"reasoning of"',
      excluded: '',
      signOfLife: '',
      max: '30',
      cadence: 'daily',
      days: '',
      hour: '7',
      timezone: '',
    };
    await save({ ...shown, topics: ['', 'llm', 'vision'], hour: '18', queries: '"number 2"\r\nflow' });
    const stale = await save({ ...shown, topics: ['', 'llm', 'hardware'], max: '5', cadence: 'weekly' });
    expect(stale.text).not.toContain('no longer follow');
    expect(await site.reader()).toMatchObject({
      topics: ['llm', 'vision', 'hardware'],
      queries: ['"number 2"', 'flow'],
      hour: 18,
      max: 5,
      cadence: 'weekly',
    });
    expect((await save(shown)).text).toContain('all is as it was');
    // A mistake shows both, and its form goes on from there.
    const wrong = await save({ ...shown, max: 'many' });
    expect(wrong.text).toContain('value="vision" checked');
    const again = fieldsOf(wrong.text);
    expect(again.seen).not.toBe(seen);
    expect(
      await save({
        ...shown,
        topics: ['', 'llm', 'vision', 'hardware'],
        seen: again.seen,
        hour: '18',
        max: '6',
      }),
    ).toMatchObject({
      status: 200,
    });
    expect(await site.reader()).toMatchObject({ topics: ['llm', 'vision', 'hardware'], max: 6, hour: 18 });
  });

  it('stay below 60 KB, with every zone and topic', async () => {
    expect((await site.get(site.links.preferences)).text.length).toBeLessThan(60_000);
  });

  it('say that a pause ends with a catch-up', async () => {
    expect((await save({ pause: '2026-07-01' })).text).toContain(
      'a catch-up, with the best of what came out meanwhile',
    );
  });

  describe('trying while somebody types', () => {
    const trying = (query: string) => site.get(`http://localhost:8080/try?${query}`);

    it('answers with a piece of a page, without a token and without a change', async () => {
      const before = site.fingerprint();
      const page = await trying(`q=${encodeURIComponent('"number 1"')}&q=${encodeURIComponent('"open')}&q=`);
      expect(page.status).toBe(200);
      expect(page.text).not.toContain('<html');
      expect(page.text.match(/<li>/g)).toHaveLength(2);
      expect(page.text).toMatch(/<b>1 of \d+ papers<\/b>/);
      expect(page.text).toContain('the quote is not closed');
      expect(page.headers.get('x-robots-tag')).toBe('noindex');
      expect((await trying('x=study&q=%22number+1%22')).text).toContain(
        '1 more with excluded words left out',
      );
      expect(site.fingerprint()).toBe(before);
    });

    it('stands anything, and a few queries at once', async () => {
      const many = Array.from({ length: 50 }, (_, n) => `q=word${n}`).join('&');
      expect((await trying(many)).text.match(/<li>/g)).toHaveLength(5);
      const script = encodeURIComponent('<script>alert(1)</script>');
      for (const query of ['', 'q', `q=${script}`, `q=${'x'.repeat(5000)}`, 'q=%00%ff', `x=${script}&q=a`]) {
        const page = await trying(query);
        expect(page.status).toBe(200);
        expect(page.text).not.toContain('<script>');
      }
    });

    it('has limits for each client, which what was tried before does not count towards', async () => {
      let limited = 0;
      for (let n = 0; n < 70; n++) if ((await trying(`q=word${n}`)).status === 429) limited++;
      expect(limited).toBe(10);
      expect((await trying('q=word1')).status).toBe(200);
      const wait = await trying('q=another');
      expect([wait.status, wait.headers.get('retry-after')]).toEqual([429, '60']);
      expect(wait.text).toContain('too much at once');
      // Who saves is not kept from it.
      expect(await save({ queries: 'another' })).toMatchObject({ status: 200 });
      expect(await site.reader()).toMatchObject({ queries: ['another'] });
    });
  });
});

/** The hidden fields of the form. */
function fieldsOf(text: string): { seen: string } {
  return { seen: /name="seen" value="([^"]+)"/.exec(text)?.[1] ?? '' };
}
