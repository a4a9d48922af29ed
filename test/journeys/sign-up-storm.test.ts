import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWeb } from '../../src/web/open-web.ts';
import type { WebApp } from '../../src/web/web-app.ts';
import { ask } from '../support/ask.ts';
import { DATABASES, SQLITE } from '../support/databases.ts';
import { digest, title } from '../support/digest.ts';
import { openService, type Service } from '../support/service.ts';

const DAY = '2026-06-01';
const START = Date.parse(`${DAY}T08:00:00Z`);
const MINUTE_MS = 60_000;
const STORM = 10_000;
const VICTIM = 'victim@example.org';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use, of what is reachable. */
function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

function form(email: string): string {
  return String(new URLSearchParams({ email, topics: 'llm', cadence: 'daily' }));
}

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** Ten thousand sign-ups in a minute of the service's clock. */
describe.each(DATABASES)('a storm of sign-ups, on $name', database => {
  let service: Service;
  let web: WebApp;
  const count = database === SQLITE ? STORM : STORM / 10;

  beforeEach(async () => {
    service = await openService({ database, env: { TRUSTED_PROXY: '127.0.0.1' } });
    await service.world.ingest(digest(title(1), title(2)), DAY);
    web = await openWeb(service.world.app, { onError: error => service.broken.push(error) });
  });
  afterEach(() => service.dispose());

  /** As `client`, and as fast as it goes: without a port in between. */
  async function signUp(client: string, email: string): Promise<Response> {
    const body = form(email);
    const request = new Request(`${service.url}/subscribe`, { method: 'POST', headers: FORM, body });
    return web.fetch(request, { incoming: { socket: { remoteAddress: client } } });
  }

  /** Lets `storm` rage for a minute; returns how often each status was answered, and how much memory is left used. */
  async function rage(storm: (n: number) => Promise<Response>) {
    const statuses: Record<number, number> = {};
    let before = 0;
    for (let n = 0; n < count; n++) {
      service.world.at(new Date(START + (n * MINUTE_MS) / count).toISOString());
      const answer = await storm(n);
      await answer.arrayBuffer();
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      // What is loaded and compiled at the first requests is no growth.
      if (n === count / 10) before = heap();
    }
    return { statuses, growth: heap() / before };
  }

  /** Letters to each address, once the service has come round to all of them. */
  async function lettersByAddress(): Promise<Map<string, number>> {
    await service.live(new Date(START + 2 * MINUTE_MS).toISOString());
    const counts = new Map<string, number>();
    for (const { to } of service.server.accepted) counts.set(to, (counts.get(to) ?? 0) + 1);
    return counts;
  }

  it('from one client: limited, memory stays flat, others are answered, nobody gets two letters', async () => {
    const others: number[] = [];
    const { statuses, growth } = await rage(async n => {
      if (n % (count / 20) === 0) {
        const name = `reader${n}@${n}.example`;
        const other = await ask(service.url, {
          method: 'POST',
          path: '/subscribe',
          headers: FORM,
          body: form(name),
          client: `198.51.100.${(n * 20) / count}`,
        });
        others.push(other?.status ?? 0);
      }
      return signUp('203.0.113.7', `somebody${n}@domain${n}.example`);
    });
    expect(statuses[429]).toBeGreaterThan(count - 20);
    expect(Object.keys(statuses).filter(status => !['200', '303', '429'].includes(status))).toEqual([]);
    expect(new Set(others)).toEqual(new Set([200]));
    expect(growth).toBeLessThan(1.3);
    const letters = await lettersByAddress();
    expect(Math.max(...letters.values())).toBe(1);
    expect([...letters.keys()].filter(to => to.startsWith('reader'))).toHaveLength(20);
    expect(letters.size).toBeLessThan(20 + 20);
    expect(service.broken).toEqual([]);
    // Who waits may come again.
    service.world.at(new Date(START + 60 * MINUTE_MS).toISOString());
    expect((await signUp('203.0.113.7', 'late@example.org')).status).toBe(200);
  });

  it('from everywhere for one address: it gets one letter, and everybody the same answer', async () => {
    const answers = new Set<string>();
    const { statuses, growth } = await rage(async n => {
      const answer = await signUp(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, VICTIM);
      if (n < 50 || n % 100 === 0) answers.add(await answer.clone().text());
      return answer;
    });
    expect(Object.keys(statuses)).toHaveLength(1);
    expect(answers.size).toBe(1);
    expect(growth).toBeLessThan(1.3);
    expect(await lettersByAddress()).toEqual(new Map([[VICTIM, 1]]));
  });

  it('from everywhere for everybody: no more letters than the service can stand, memory stays flat', async () => {
    const { growth } = await rage(n =>
      signUp(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, `a${n}@domain${n}.example`),
    );
    expect(growth).toBeLessThan(1.6);
    expect(await service.world.parts.store.signUps.count()).toBeLessThanOrEqual(1_000);
    expect(service.broken).toEqual([]);
    // Pages that only are read do not wait.
    expect((await ask(service.url, { path: '/' }))?.status).toBe(200);
  });
});
