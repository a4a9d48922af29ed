import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { smtpTransport } from '../../src/deliver/smtp/smtp-transport.ts';
import type { EditionReport } from '../../src/pipeline.ts';
import { openWeb } from '../../src/web/open-web.ts';
import type { WebApp } from '../../src/web/web-app.ts';
import { digest, title } from '../support/digest.ts';
import { type Letter, openLetter } from '../support/inbox.ts';
import { type Fault, type MailServer, startMailServer } from '../support/mail-server.ts';
import { openWorld, type World } from '../support/world.ts';

// A reader's way with us, from the first mail to the last: all they ever use are the links in their mails.
const EMAIL = 'vera@example.org';

describe('one subscriber', () => {
  let world: World;
  let server: MailServer;
  let web: WebApp;
  let fault: Fault | null;
  let papers: number;
  beforeEach(async () => {
    fault = null;
    papers = 0;
    server = await startMailServer(() => fault);
    world = await openWorld(Date.parse('2026-06-01T06:00:00Z'));
    web = await openWeb(world.app);
  });
  afterEach(async () => {
    await world.dispose();
    await server.stop();
  });

  /** A day on which so many new papers about language models came out. */
  async function day(
    edition: string,
    count: number,
  ): Promise<{ report: EditionReport; mail: Letter | null }> {
    world.at(`${edition}T06:00:00Z`);
    const titles = Array.from({ length: count }, () => title(++papers));
    await world.ingest(digest(...titles), edition);
    return { report: await deliver(edition), mail: await newest(edition) };
  }

  async function deliver(edition: string): Promise<EditionReport> {
    const transport = smtpTransport(`smtp://127.0.0.1:${server.port}`, []);
    const report = await world.send(edition, transport);
    await transport.close();
    return report;
  }

  async function newest(edition: string): Promise<Letter | null> {
    const taken = server.accepted.at(-1);
    const letter = taken ? await openLetter(taken) : null;
    return letter?.date?.startsWith(edition) ? letter : null;
  }

  const count = (mail: Letter | null) =>
    (mail?.text?.match(/A Large Language Model Study Number/g) ?? []).length;
  const post = (link: string, fields: Record<string, string | string[]>) => {
    const body = new URLSearchParams();
    for (const [key, value] of Object.entries(fields))
      for (const one of [value].flat()) body.append(key, one);
    return web.fetch(new Request(link, { method: 'POST', body }));
  };
  const status = async () => (await world.parts.store.subscribers.byNums([1]))[0]?.status;

  it('reads, changes, rests, comes back, and leaves with one click', async () => {
    await world.subscribe(EMAIL, { queries: ['"language models"'], max: 8 });

    // Monday: five papers, one mail, from us to her alone.
    const monday = await day('2026-06-01', 5);
    expect(monday.report).toMatchObject({ state: 'complete', states: { accepted: 1 } });
    expect(count(monday.mail)).toBeGreaterThanOrEqual(5);
    expect(monday.mail?.to).toEqual([expect.objectContaining({ address: EMAIL })]);

    // That is too much: by the link in the mail she asks for two a day.
    const preferences = monday.mail?.link('/preferences/') ?? '';
    const form = await (await web.fetch(new Request(preferences))).text();
    expect(form).toContain('<form');
    const saved = await post(preferences, {
      topics: ['llm', 'nlp'],
      queries: '"language models"',
      max: '2',
      cadence: 'daily',
      hour: '7',
      timezone: 'Europe/Berlin',
    });
    expect(saved.status).toBe(200);
    const tuesday = await day('2026-06-02', 5);
    expect(tuesday.mail?.header('date')).toContain('05:00:00 +0000');
    const carried = await world.carried();
    expect(new Set(carried).size).toBe(carried.length);
    expect(carried).toHaveLength(7);

    // A short rest, set by the operator this time: the reason stands in the accounts, and then she is back.
    await world.parts.store.subscribers.update(1, { status: 'paused', pausedUntil: '2026-06-04' });
    expect(await day('2026-06-03', 1)).toMatchObject({ report: { skipped: { paused: 1 } }, mail: null });
    const thursday = await day('2026-06-04', 1);
    expect(thursday.report.states).toEqual({ accepted: 1 });

    // Friday: her mail program offers to unsubscribe, she takes it: no page, no question (RFC 8058).
    const friday = await day('2026-06-05', 3);
    const oneClick = /<(https?:[^>]+)>/.exec(friday.mail?.header('list-unsubscribe') ?? '')?.[1] ?? '';
    expect(friday.mail?.header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    for (let click = 1; click <= 2; click++) {
      const answer = await post(oneClick, { 'List-Unsubscribe': 'One-Click' });
      expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null]);
    }
    expect(await status()).toBe('unsubscribed');
    expect(await day('2026-06-08', 3)).toMatchObject({
      report: { skipped: { unsubscribed: 1 } },
      mail: null,
    });
  });

  it('leaves while her mail waits in the queue: it is not handed over any more', async () => {
    await world.subscribe(EMAIL, { queries: ['"language models"'] });
    const { mail } = await day('2026-06-01', 2);
    // On Tuesday the server puts her off, so her mail waits.
    fault = { at: 'rcpt', code: 450, says: '4.7.1 come back later' };
    expect((await day('2026-06-02', 2)).report.states).toEqual({ deferred: 1 });
    fault = null;
    expect((await post(mail?.link('/unsubscribe/') ?? '', {})).status).toBe(200);
    world.at('2026-06-02T06:10:00Z');
    expect((await deliver('2026-06-02')).states).toEqual({ suppressed: 1 });
    expect(server.accepted).toHaveLength(1);
  });
});
