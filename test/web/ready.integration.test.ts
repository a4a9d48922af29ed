import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSiteWorld, type SiteWorld } from './site.ts';

const SITE = 'http://localhost:8080';

describe('/ready', () => {
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
    await incidents.open('relay mail.example.org:587', '535 5.7.8 <ann@example.net> is wrong', 1);
    await incidents.open('config mail.example.org:587', 'its certificate has expired', 1);
    const reasons = ['the mail server cannot be used'];
    expect(await ready()).toEqual([503, { ready: false, reasons }]);
    await incidents.close('relay mail.example.org:587', 2);
    await incidents.close('config mail.example.org:587', 2);
    expect(await ready()).toEqual([200, { ready: true }]);
  });

  it('says no when the database does not answer, without its words', async () => {
    await site.world.app.close();
    expect(await ready()).toEqual([503, { ready: false, reasons: ['the database does not answer'] }]);
    expect(told).toHaveLength(1);
  });
});
