import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listen } from '../../src/web/listen.ts';
import { type OperatorWorld, openOperatorWorld, PASSWORD } from './admin/operator.ts';
import { DAY, openSiteWorld } from './site.ts';

describe('/metrics', () => {
  let site: OperatorWorld;
  beforeEach(async () => {
    site = await openOperatorWorld({ TRUSTED_PROXY: '127.0.0.1' });
  });
  afterEach(() => site.world.dispose());

  /** As somebody at this address asks, with these headers. */
  async function ask(from: string, headers: Record<string, string> = {}) {
    const request = new Request('http://localhost:8080/metrics', {
      headers: { host: 'localhost:8080', ...headers },
    });
    const answer = await site.web.fetch(request, { incoming: { socket: { remoteAddress: from } } });
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  }

  it('measures what there is, in the format of Prometheus', async () => {
    const { store } = site.world.parts;
    site.world.at(`${DAY}T08:01:00Z`);
    const now = site.world.parts.clock.now();
    await store.incidents.open('edition 2026-05-01', 'x', now);
    await store.letters.add({ kind: 'link', subscriber: 1, expiresAt: now + 1 }, now);
    const read = { source: 'arXiv "new"', day: DAY, publishing: true, entries: 2, fresh: 1, declared: null };
    await store.readings.add({ ...read, at: now - 60_000, status: 'ingested', reason: null, newest: 'a' });
    await store.readings.add({
      ...read,
      at: now - 30_000,
      status: 'stale',
      reason: 'nothing new',
      newest: 'a',
    });
    const preferences = '{}';
    await store.signUps.add({
      email: 'a@example.org',
      addressKey: 'a@example.org',
      preferences,
      wording: '',
      at: now,
    });
    await site.world.subscribe('waits@example.org', { topics: ['llm'] });
    const { prepare } = await import('../../src/pipeline.ts');
    await prepare(site.world.parts, { edition: DAY, at: null });
    const { status, type, text } = await ask('127.0.0.1');
    expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    for (const line of [
      `paperboy_deliveries{edition="${DAY}",state="accepted"} 1`,
      `paperboy_deliveries{edition="${DAY}",state="pending"} 1`,
      'paperboy_deliveries_owed 1',
      'paperboy_deliveries_unknown 0',
      'paperboy_incidents_open 1',
      'paperboy_letters_waiting 1',
      'paperboy_sign_ups_waiting 1',
      'paperboy_last_ingest_age_seconds 60',
      'paperboy_source_status{source="arXiv \\"new\\"",status="stale"} 1',
      'paperboy_source_status{source="arXiv \\"new\\"",status="ingested"} 0',
      'paperboy_source_last_new_age_seconds{source="arXiv \\"new\\""} 60',
      'paperboy_source_read_age_seconds{source="arXiv \\"new\\""} 30',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(text).toMatch(/^process_resident_memory_bytes \d{7,}$/m);
    expect(text).not.toContain('@');
  });

  it('is for programs on this machine, and for whoever knows the password; for nobody else there is no such page', async () => {
    const asked: [from: string, headers: Record<string, string>, status: number][] = [
      ['127.0.0.1', {}, 200],
      ['::1', {}, 200],
      ['::ffff:127.0.0.1', { host: '[::1]:8080' }, 200],
      ['192.0.2.1', {}, 404],
      ['192.0.2.1', { authorization: `Bearer ${PASSWORD}` }, 200],
      ['192.0.2.1', { authorization: `bearer ${PASSWORD}` }, 200],
      ['192.0.2.1', { authorization: 'Bearer wrong' }, 404],
      ['192.0.2.1', { authorization: PASSWORD }, 404],
      ['192.0.2.1', { cookie: `paperboy-admin=${PASSWORD}` }, 404],
      // Strangers come by the proxy of this machine.
      ['127.0.0.1', { 'x-forwarded-for': '192.0.2.1' }, 404],
      ['127.0.0.1', { 'x-forwarded-for': '127.0.0.1' }, 404],
      ['127.0.0.1', { forwarded: 'for=127.0.0.1' }, 404],
      ['127.0.0.1', { via: '1.1 proxy' }, 404],
      ['127.0.0.1', { host: 'papers.example.org' }, 404],
      ['127.0.0.1', { host: 'localhost.evil.example' }, 404],
      ['', {}, 404],
    ];
    for (const [from, headers, status] of asked) {
      expect([from, headers, (await ask(from, headers)).status]).toEqual([from, headers, status]);
    }
  });

  it('is asked as often as programs like, and guessed at no faster than the login', async () => {
    const right = { authorization: `Bearer ${PASSWORD}` };
    for (let n = 0; n < 50; n++) expect((await ask('192.0.2.1', right)).status).toBe(200);
    for (let n = 0; n < 10; n++) await ask('192.0.2.1', { authorization: `Bearer guess${n}` });
    expect((await ask('192.0.2.1', right)).status).toBe(404);
    expect((await ask('192.0.2.2', right)).status).toBe(200);
  });

  it('is there over a port, without an operator too', async () => {
    const open = await openSiteWorld();
    const server = await listen(open.web.fetch, { host: '127.0.0.1', port: 0 });
    try {
      const answer = await fetch(`${server.url}/metrics`);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
      const proxied = await fetch(`${server.url}/metrics`, { headers: { 'X-Forwarded-For': '127.0.0.1' } });
      expect(proxied.status).toBe(404);
    } finally {
      await server.close();
      await open.world.dispose();
    }
  });
});
