import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Dns, openDns } from '../../src/doctor/dns.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import { examineReturnPath, examineSpf } from '../../src/doctor/spf.ts';
import { type DnsServer, startDnsServer } from '../support/dns-server.ts';

const RELAY = 'smtp.relay.example.net';

describe('the SPF record', () => {
  let server: DnsServer;
  let dns: Dns;
  beforeEach(async () => {
    server = await startDnsServer();
    dns = openDns({ servers: [server.address], timeoutMs: 500 });
  });
  afterEach(() => server.close());

  /** What is found where example.org has these records, and other names theirs. */
  async function look(
    records: string[],
    others: Record<string, string> = {},
    relay = RELAY,
  ): Promise<Finding> {
    server.zone.set('example.org', { txt: ['google-site-verification=1', ...records] });
    for (const [name, record] of Object.entries(others)) server.zone.set(name, { txt: [record] });
    return examineSpf('example.org', relay, dns);
  }

  it('is fine when it is one, ends in -all or ~all, and names what can be known', async () => {
    const included = { 'spf.relay.example.net': 'v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ?all' };
    expect(await look(['v=spf1 a mx/24//64 include:spf.relay.example.net -all'], included)).toEqual({
      id: 'spf',
      level: 'ok',
      says: 'The SPF record of example.org ends in -all and takes 3 of 10 look-ups; smtp.relay.example.net seems to be covered by spf.relay.example.net.',
      fix: null,
    });
    expect((await look(['v=spf1 ip4:192.0.2.1 ~all'])).says).toContain('cannot be told from here');
    expect((await look(['v=spf1 ip4:192.0.2.1 ~all'], {}, '127.0.0.1')).says).toContain('this machine');
  });

  it('knows some providers by their records', async () => {
    const record = { '_spf.google.com': 'v=spf1 ip4:192.0.2.1 ~all' };
    const { level, says } = await look(['v=spf1 include:_spf.google.com ~all'], record, 'smtp.gmail.com');
    expect([level, says]).toEqual(['ok', expect.stringContaining('covered by _spf.google.com')]);
  });

  it('may stand elsewhere by redirect, whose end counts', async () => {
    const others = { '_spf.example.org': 'v=spf1 a:smtp.relay.example.net -all' };
    const { level, says } = await look(['v=spf1 redirect=_spf.example.org'], others);
    expect([level, says]).toEqual(['ok', expect.stringMatching(/-all and takes 2 of 10.*covered/)]);
    expect((await look(['v=spf1 ~all redirect=_spf.example.org'])).says).toMatch(/lets|ends in ~all/);
  });

  it.each([
    ['none', [], 'has no SPF record'],
    ['another text', ['v=spf10 -all'], 'has no SPF record'],
    ['two', ['v=spf1 -all', 'v=spf1 ~all'], 'has 2 SPF records'],
    ['for nobody', ['v=spf1 -all'], 'lets nobody send'],
    ['for everybody', ['v=spf1 mx +all'], 'everybody may send'],
    ['for everybody, in short', ['v=spf1 all'], 'everybody may send'],
    ['a word it does not have', ['v=spf1 ipv4:192.0.2.1 -all'], 'holds "ipv4:192.0.2.1"'],
    ['an address that is none', ['v=spf1 ip4:300.0.2.1 -all'], 'holds "ip4:300.0.2.1"'],
    ['an include of nothing', ['v=spf1 include: -all'], 'holds "include:"'],
    [
      'an include without a record',
      ['v=spf1 include:none.example.net -all'],
      'none.example.net, which has none',
    ],
    ['itself', ['v=spf1 include:example.org -all'], 'more than 10 look-ups'],
    ['eleven look-ups', [`v=spf1 ${'a '.repeat(11)}-all`], 'more than 10 look-ups'],
  ])('fails when it is %s', async (_what, records, words) => {
    const { level, says, fix } = await look(records);
    expect([level, says]).toEqual(['fail', expect.stringContaining(words)]);
    expect(fix).not.toBeNull();
  });

  it('may ask ten times, includes counted, and no more', async () => {
    const others = Object.fromEntries(
      Array.from({ length: 4 }, (_, n) => [`i${n}.example.net`, 'v=spf1 a -all']),
    );
    const includes = Object.keys(others).map(name => `include:${name}`);
    expect((await look([`v=spf1 ${includes.join(' ')} mx ptr -all`], others)).says).toContain('10 of 10');
    expect((await look([`v=spf1 ${includes.join(' ')} mx a exists:%{i}.x -all`], others)).level).toBe('fail');
  });

  it.each(['v=spf1 mx ?all', 'v=spf1 mx'])('is too little as "%s"', async record => {
    expect(await look([record])).toMatchObject({ level: 'warn', fix: expect.stringContaining('-all') });
  });

  it('can be copied from the advice', async () => {
    const fixFor = async (relay: string) => (await look([], {}, relay)).fix?.split('\n')[1];
    expect(await fixFor(RELAY)).toBe('example.org. IN TXT "v=spf1 a:smtp.relay.example.net -all"');
    expect(await fixFor('smtp.eu.mailgun.org')).toBe('example.org. IN TXT "v=spf1 include:mailgun.org -all"');
    expect(await fixFor('127.0.0.1')).toBe('example.org. IN TXT "v=spf1 ip4:ADDRESS -all"');
  });

  it('is not judged when the DNS does not answer, about itself or what it includes', async () => {
    server.zone.set('mute.example.net', 'silent');
    for (const record of ['v=spf1 include:mute.example.net -all', 'v=spf1 redirect=mute.example.net']) {
      const found = await look([record]);
      expect(found).toMatchObject({
        level: 'warn',
        says: expect.stringMatching(/not checked.*mute\.example/),
      });
    }
    server.zone.set('example.org', 'fails');
    expect(await examineSpf('example.org', RELAY, dns)).toMatchObject({
      level: 'warn',
      says: expect.stringContaining('ESERVFAIL'),
    });
  });

  it.each([
    ['ok', ['mx2.example.org', 'mx1.example.org'], 'mx1.example.org, mx2.example.org'],
    ['warn', [], 'has no MX record'],
    ['fail', ['.'], 'takes no mail'],
  ])('returned mail: %s with %j', async (level, mx, words) => {
    server.zone.set('example.org', { mx });
    expect(await examineReturnPath('example.org', dns)).toMatchObject({
      level,
      says: expect.stringContaining(words),
    });
  });
});
