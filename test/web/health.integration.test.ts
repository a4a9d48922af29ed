import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY, openSiteWorld, type SiteWorld } from './site.ts';

const SITE = 'http://localhost:8080';
const MINUTE = 60_000;

describe('/ready', () => {
  const now = Date.parse(`${DAY}T08:00:00Z`);
  let site: SiteWorld;
  const told: unknown[] = [];
  beforeEach(async () => {
    site = await openSiteWorld({ onError: error => told.push(error) });
  });
  afterEach(() => site.world.dispose());

  async function ready(): Promise<[status: number, body: unknown]> {
    const { status, text, headers } = await site.get(`${SITE}/ready`);
    expect(headers.get('cache-control')).toBe('no-store');
    return [status, JSON.parse(text)];
  }

  it('says yes while mail can be handed over, whatever else is wrong', async () => {
    expect(await ready()).toEqual([200, { ready: true }]);
    const { incidents } = site.world.parts.store;
    await incidents.open('edition 2026-06-02', 'paused', 1);
    await incidents.open('relay mail.example.org:587 google', 'too fast', 1);
    expect(await ready()).toEqual([200, { ready: true }]);
  });

  it('says no, and why, while the mail server cannot be used; without names and words for strangers', async () => {
    const { incidents } = site.world.parts.store;
    await incidents.open('relay mail.example.org:587', '535 5.7.8 <ann@example.net> is wrong', now);
    await incidents.open('config mail.example.org:587', 'its certificate has expired', now);
    const reasons = ['the mail server cannot be used'];
    expect(await ready()).toEqual([503, { ready: false, reasons }]);
    await incidents.close('relay mail.example.org:587', now + 1);
    await incidents.close('config mail.example.org:587', now + 1);
    expect(await ready()).toEqual([200, { ready: true }]);
  });

  it('says yes again a while after an outage, though nobody has had a mail since', async () => {
    const { incidents, throttles } = site.world.parts.store;
    const relay = 'mail.example.org:587';
    const pause = {
      key: relay,
      failures: 1,
      fault: 'relay' as const,
      why: null,
      perMinute: null,
      nextAt: 0,
      pacedAt: now,
    };
    await incidents.open(`relay ${relay}`, 'the mail server takes no more for now', now);
    await throttles.change(relay, () => ({ ...pause, pausedUntil: now + 30 * MINUTE }));
    const statusAfter = async (minutes: number) => {
      site.world.at(new Date(now + minutes * MINUTE).toISOString());
      return (await ready())[0];
    };
    expect([await statusAfter(14), await statusAfter(29), await statusAfter(31)]).toEqual([503, 503, 200]);
    await incidents.open(`relay ${relay}`, 'the mail server cannot be used', now + 32 * MINUTE);
    expect([await statusAfter(33), await statusAfter(46), await statusAfter(48)]).toEqual([503, 503, 200]);
  });

  it('says no when the database does not answer, without its words', async () => {
    await site.world.app.close();
    expect(await ready()).toEqual([503, { ready: false, reasons: ['the database does not answer'] }]);
    expect(told).toHaveLength(1);
  });
});
