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
});
