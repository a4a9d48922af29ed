import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Look, openWindow, type Window } from '../support/browser.ts';
import { capture, FIVE_CAPTURES } from '../support/captures.ts';
import { digest } from '../support/digest.ts';
import type { Letter } from '../support/inbox.ts';
import type { Service } from '../support/service.ts';

const EMAIL = 'ada@example.net';
/** What the papers of a day are called: they all belong to one topic. */
const about = (what: string) => `Policy Gradient Reinforcement Learning of ${what} with PPO`;
const TOPIC = 'Reinforcement learning';

/**
 * One reader from the sign-up page to the end, in a browser, through real mail: what they do on a page shows in what
 * comes next. The service starts on 1 June, a Monday, at 10:00 in Berlin; mails come at 7 there.
 */
export async function liveOneSubscription(service: Service, browser: Browser, look: Look): Promise<void> {
  const window = await openWindow(browser, service.url, { width: 390, ...look });
  const { page } = window;
  const { world, live, newest, mails } = service;
  /** Letters and editions so far. */
  const count = async () => (await mails(EMAIL)).length;
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();

  // What was ever read before tells which words are rare.
  for (const name of FIVE_CAPTURES.slice(0, 3)) await world.ingest(capture(name), '2026-05-01');

  // Sign up.
  await world.ingest(digest(about('Zebras'), about('Owls'), about('Foxes')), '2026-06-01');
  await window.open(`${service.url}/`);
  await page.getByLabel('Your mail address').fill(EMAIL);
  await page.getByRole('checkbox', { name: new RegExp(`^${TOPIC}`) }).check();
  await page.getByRole('button', { name: 'Subscribe', exact: true }).last().click();
  await shows(page, 'Look into your inbox', EMAIL);

  // Nothing comes but one letter, and nothing after it before its link is used.
  await live('2026-06-01T08:01:00Z');
  const asked = await newest(EMAIL);
  expect(asked.subject).toContain('confirm');
  await live('2026-06-02T05:05:00Z');
  expect(await count()).toBe(1);

  await window.open(asked.link('/confirm/'));
  await shows(page, TOPIC);
  await press('Yes, send me the papers');
  await shows(page, 'You are subscribed');

  // The first edition, within a tick or two.
  await live('2026-06-02T09:31:00Z');
  const first = await newest(EMAIL);
  expect(await count()).toBe(2);
  expect(titlesIn(first)).toEqual(['Foxes', 'Owls', 'Zebras']);
  expect(first.text).toContain('Welcome');

  await change(window, first);
  await world.ingest(
    digest(about('Zebras in Winter'), about('Graphs'), about('Owls in Winter')),
    '2026-06-03',
  );
  await live('2026-06-03T05:05:00Z');
  const second = await newest(EMAIL);
  expect(await count()).toBe(3);
  // The excluded word keeps its paper out.
  expect(titlesIn(second)).toEqual(['Graphs', 'Owls in Winter']);

  // Less of it, then none of it.
  await window.open(second.links.find(one => one.includes('/tune/')) ?? '');
  const paper = await page.locator('main .lead').textContent();
  await press('Less like this');
  await shows(page, 'Noted: less like this');
  await press('Mute this topic');
  await shows(page, `You no longer follow ${TOPIC}`);
  expect(paper).toMatch(/Policy Gradient/);
  await world.ingest(digest(about('Graphs in Spring'), about('Bees')), '2026-06-04');
  await live('2026-06-04T05:05:00Z');
  const third = await newest(EMAIL);
  expect(await count()).toBe(4);
  expect(titlesIn(third)).toEqual(['Graphs in Spring']);
  expect(third.text).toContain('"learning of graphs"');

  await pause(service, window, third);
  const back = await newest(EMAIL);

  await leaveByOneClick(service, window, back);
  await eraseByFreshLink(service, window, back);
  expect(window.complaints).toEqual([]);
  expect(service.broken).toEqual([]);
  await window.close();
}

/** Preferences: a word left out, a query of their own, tried before it is kept. */
async function change({ page, open }: Window, mail: Letter): Promise<void> {
  await open(mail.link('/preferences/'));
  await page.getByLabel('Queries of your own').fill('"learning of graphs"\n"learning of owls"');
  await page.getByRole('button', { name: /^Try/ }).first().click();
  await shows(page, about('Owls'));
  await page.getByLabel('Queries of your own').fill('"learning of graphs"');
  await page.getByLabel('Words that you do not want').fill('zebras');
  await page.getByRole('button', { name: 'Save', exact: true }).first().click();
  await shows(page, 'New query: "learning of graphs"', 'zebras');
}

/** A pause is silence; what was missed comes in one mail after it. */
async function pause(service: Service, { page, open }: Window, mail: Letter): Promise<void> {
  const { world, live, newest, mails } = service;
  await open(mail.link('/preferences/'));
  await page.getByLabel('First day with mail again').fill('2026-06-09');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await shows(page, 'Paused until');
  const before = (await mails(EMAIL)).length;
  for (const day of ['05', '06', '07', '08']) {
    await world.ingest(digest(about(`Graphs of June ${day}`)), `2026-06-${day}`);
    await live(`2026-06-${day}T05:05:00Z`);
    await live(`2026-06-${day}T18:00:00Z`);
  }
  expect(await mails(EMAIL)).toHaveLength(before);
  await live('2026-06-09T05:05:00Z');
  expect(await mails(EMAIL)).toHaveLength(before + 1);
  const back = await newest(EMAIL);
  expect(titlesIn(back)).toEqual(['05', '06', '07', '08'].map(day => `Graphs of June ${day}`));
  expect(back.text).toMatch(/away|missed/i);
}

/** As Gmail's button does it; and the way back. */
async function leaveByOneClick(service: Service, { page, open }: Window, mail: Letter): Promise<void> {
  const { world, live, mails } = service;
  expect(mail.header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  const target = /<(http[^>]+)>/.exec(mail.header('list-unsubscribe') ?? '')?.[1] ?? '';
  for (let time = 0; time < 2; time++) {
    const answer = await fetch(target, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null]);
    await answer.arrayBuffer();
  }
  const before = (await mails(EMAIL)).length;
  await world.ingest(digest(about('Graphs in Autumn')), '2026-06-10');
  await live('2026-06-10T05:05:00Z');
  expect(await mails(EMAIL)).toHaveLength(before);

  await open(target);
  await page.getByRole('button', { name: 'Subscribe again' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).first().waitFor();
  await world.ingest(digest(about('Graphs in November')), '2026-06-11');
  await live('2026-06-11T05:05:00Z');
  expect(await mails(EMAIL)).toHaveLength(before + 1);
}

/** What only the owner of the mailbox may do: look at everything, take it along, have it erased. */
async function eraseByFreshLink(service: Service, window: Window, mail: Letter): Promise<void> {
  const { page, open } = window;
  const { world, live, newest, mails } = service;
  await open(mail.link('/preferences/'));
  await page.getByRole('button', { name: 'Mail me a fresh link' }).click();
  await shows(page, 'a…@example.net');
  await live('2026-06-11T05:06:00Z');
  const link = (await newest(EMAIL)).link('/account/');
  await open(link);
  await shows(page, 'paused', about('Graphs in November'));

  const downloading = page.waitForEvent('download');
  await page
    .getByRole('link', { name: /download/i })
    .or(page.getByRole('button', { name: /download/i }))
    .first()
    .click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await downloading).createReadStream()) chunks.push(chunk as Buffer);
  const data = Buffer.concat(chunks).toString();
  expect(JSON.parse(data)).toBeTypeOf('object');
  for (const known of [EMAIL, 'learning of graphs', 'zebras', 'confirmed', 'less'])
    expect(data).toContain(known);

  await page.getByRole('checkbox', { name: /erase/i }).check();
  await page.getByRole('button', { name: /erase/i }).click();
  await page.getByRole('heading', { level: 1, name: /erased/i }).waitFor();
  const before = (await mails(EMAIL)).length;
  await world.ingest(digest(about('Graphs of Nobody')), '2026-06-12');
  await live('2026-06-12T05:05:00Z');
  expect(await mails(EMAIL)).toHaveLength(before);
  expect((await open(mail.link('/preferences/'))).status).toBe(410);
  expect((await open(link)).status).toBe(410);
  const everything = JSON.stringify(await world.parts.store.subscribers.byNums([1]));
  expect(everything).not.toContain('ada');
}

/** Waits until the page says all of this: a press leads to another page in its own time. */
async function shows(page: Page, ...texts: string[]): Promise<void> {
  for (const text of texts) await page.locator('main', { hasText: text }).waitFor();
}

/** What the papers of a mail are about, in the order of the alphabet. */
function titlesIn(mail: Letter): string[] {
  const text = (mail.text ?? '').replace(/\s+/g, ' ');
  const found = text.matchAll(/Policy Gradient Reinforcement Learning of (.+?) with PPO/g);
  return [...new Set([...found].map(([, what = '']) => what))].sort();
}
