import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examineDmarc } from '../../src/doctor/dmarc.ts';
import { type Dns, openDns } from '../../src/doctor/dns.ts';
import { type DnsServer, startDnsServer } from '../support/dns-server.ts';

describe('the DMARC record', () => {
  let server: DnsServer;
  let dns: Dns;
  beforeEach(async () => {
    server = await startDnsServer();
    dns = openDns({ servers: [server.address], timeoutMs: 500 });
  });
  afterEach(() => server.close());

  async function look(...txt: string[]) {
    server.zone.set('_dmarc.example.org', { txt });
    return examineDmarc('example.org', dns);
  }

  it.each(['v=DMARC1; p=none; rua=mailto:a@example.org', 'v = DMARC1;p=reject;  RUA=mailto:a@example.org;'])(
    'is fine as %s',
    async record => {
      const { finding } = await look('hello', record);
      expect(finding).toMatchObject({ id: 'dmarc', level: 'ok', fix: null });
    },
  );

  it('is that of the organisation where a name has none, with its word for subdomains', async () => {
    server.zone.set('_dmarc.example.co.uk', {
      txt: ['v=DMARC1; p=reject; sp=none; rua=mailto:a@example.org'],
    });
    const { finding } = await examineDmarc('news.mail.example.co.uk', dns);
    expect(server.asked).toEqual(['_dmarc.news.mail.example.co.uk', '_dmarc.example.co.uk']);
    expect(finding).toMatchObject({
      level: 'ok',
      says: expect.stringContaining('sp=none for its subdomains'),
    });
  });

  it.each([
    ['there is none', [], 'has no DMARC record'],
    ['there are two', ['v=DMARC1; p=none', 'v=DMARC1; p=reject'], 'has 2 DMARC records'],
    ['it begins otherwise', ['p=none; v=DMARC1'], 'does not begin with v=DMARC1'],
    ['its version is written small', ['v=dmarc1; p=none'], 'does not begin with v=DMARC1'],
    ['it has no policy', ['v=DMARC1; rua=mailto:a@example.org'], 'has no p='],
    ['its policy means nothing', ['v=DMARC1; p=off'], 'says p=off'],
  ])('fails when %s', async (_what, records, words) => {
    const { level, says, fix } = (await look(...records)).finding;
    expect([level, says]).toEqual(['fail', expect.stringContaining(words)]);
    expect(fix).not.toBeNull();
  });

  it('should say who gets reports', async () => {
    const { finding } = await look('v=DMARC1; p=quarantine');
    expect(finding).toMatchObject({ level: 'warn', fix: expect.stringContaining('rua=mailto:') });
  });

  it('can be copied from the advice, and is sound then; without pct, which is no more', async () => {
    const { fix } = (await examineDmarc('news.example.org', dns)).finding;
    expect(fix).not.toContain('pct');
    const [, record = ''] = /^_dmarc\.example\.org\. IN TXT "(.*)"$/m.exec(fix ?? '') ?? [];
    expect((await look(record)).finding.level).toBe('ok');
  });

  it('may ask for the very domain', async () => {
    expect(await look('v=DMARC1; p=none; adkim=s')).toMatchObject({ strictDkim: true, strictSpf: false });
    expect(await look('v=DMARC1; p=none; aspf=S; adkim=r')).toMatchObject({
      strictDkim: false,
      strictSpf: true,
    });
  });

  it('is not judged when the DNS does not answer', async () => {
    server.zone.set('_dmarc.example.org', 'silent');
    expect((await examineDmarc('example.org', dns)).finding).toMatchObject({
      level: 'warn',
      says: expect.stringContaining('DMARC is not checked'),
    });
  });
});
