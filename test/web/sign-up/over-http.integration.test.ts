import { afterEach, beforeEach, expect, it } from 'vitest';
import { capture } from '../../support/captures.ts';
import { openService, type Service } from '../../support/service.ts';

let service: Service;
beforeEach(async () => {
  service = await openService({ start: '2026-06-01T18:00:00Z' });
  await service.world.ingest(capture('capture-2026-06-02.txt'), '2026-06-01');
});
afterEach(() => service.dispose());

const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) });

it('leads from the form over one mail to a first edition minutes later, and by one link out of it again', async () => {
  const { url, live, mails, newest } = service;
  const email = 'ada@example.net';
  const asked = await fetch(
    `${url}/subscribe`,
    form({ email, topics: 'llm', cadence: 'weekly', timezone: 'Asia/Tokyo' }),
  );
  expect([asked.status, await asked.text()]).toEqual([200, expect.stringContaining('Look into your inbox')]);
  expect(await mails(email)).toEqual([]);
  await live('2026-06-01T18:01:00Z');
  const letter = await newest(email);
  const confirm = letter.link('/confirm/');

  // As scanners come along before the reader does; and nothing more comes by itself.
  for (const link of letter.links) {
    for (const method of ['HEAD', 'GET', 'GET'])
      expect((await fetch(link, { method })).status).toBeLessThan(500);
  }
  await fetch(`${url}/subscribe`, form({ email, topics: 'rl' }));
  await live('2026-06-01T19:00:00Z');
  expect(await mails(email)).toHaveLength(1);

  const page = await fetch(confirm, form({ confirm: 'yes' }));
  expect(page.status).toBe(200);
  expect(page.headers.get('set-cookie')).toBeNull();
  expect(await page.text()).toMatch(/Your first edition is on its way: \d+ papers of the last week match/);
  await live('2026-06-01T19:02:00Z');
  expect(await mails(email)).toHaveLength(2);
  const edition = await newest(email);
  expect(edition.text).toContain('Large language models');

  // Signing up again tells them of what they have, once a day.
  for (let n = 0; n < 3; n++) await fetch(`${url}/subscribe`, form({ email, topics: 'rl' }));
  await live('2026-06-01T19:10:00Z');
  expect(await mails(email)).toHaveLength(3);
  expect((await newest(email)).link('/preferences/')).toBeTruthy();

  await fetch(edition.link('/unsubscribe/'), form({ 'List-Unsubscribe': 'One-Click' }));
  expect((await fetch(confirm, form({ confirm: 'yes' }))).status).toBe(410);
  const [ada] = await service.world.parts.store.subscribers.byNums([1]);
  expect(ada).toMatchObject({ email, status: 'unsubscribed', topics: ['llm'], cadence: 'weekly' });
  expect(service.broken).toEqual([]);
});
