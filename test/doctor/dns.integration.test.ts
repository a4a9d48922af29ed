import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { type Dns, mailServersOf, openDns, organisationOf, textsAt, zoneLine } from '../../src/doctor/dns.ts';
import { type DnsServer, startDnsServer } from '../support/dns-server.ts';

describe('the DNS', () => {
  let server: DnsServer;
  let dns: Dns;
  beforeEach(async () => {
    server = await startDnsServer({
      'example.org': { txt: ['v=spf1 -all', ['one ', 'record']], mx: ['mx2.example.org', 'mx1.example.org'] },
      'null.example.org': { mx: ['.'] },
      'broken.example.org': 'fails',
      'mute.example.org': 'silent',
    });
    dns = openDns({ servers: [server.address], timeoutMs: 300 });
  });
  afterEach(() => server.close());

  it('is asked, and tells what it has', async () => {
    expect(await textsAt(dns, 'example.org')).toEqual({ found: ['v=spf1 -all', 'one record'] });
    expect(await mailServersOf(dns, 'example.org')).toEqual({
      found: ['mx2.example.org', 'mx1.example.org'],
    });
    expect(await mailServersOf(dns, 'null.example.org')).toEqual({ found: [''] });
    expect(server.asked).toEqual(['example.org', 'example.org', 'null.example.org']);
  });

  it('says that nothing is there, of a name and of a kind of record', async () => {
    expect(await textsAt(dns, 'nothing.example.org')).toEqual({ found: [] });
    expect(await textsAt(dns, 'null.example.org')).toEqual({ found: [] });
  });

  it('may fail, stay silent, or be away: within its time', async () => {
    expect(await textsAt(dns, 'broken.example.org')).toEqual({ unanswered: 'ESERVFAIL' });
    expect(await textsAt(dns, 'mute.example.org')).toMatchObject({ unanswered: expect.stringMatching(/^E/) });
    await server.close();
    expect(await textsAt(dns, 'example.org')).toMatchObject({ unanswered: expect.stringMatching(/^E/) });
    server = await startDnsServer();
  });
});

test.each([
  ['mail.example.co.uk', 'example.co.uk'],
  ['example.org', 'example.org'],
  ['a.b.Example.ORG', 'example.org'],
  ['ann.github.io', 'ann.github.io'],
  ['localhost', 'localhost'],
  ['127.0.0.1', '127.0.0.1'],
])('%s belongs to %s', (domain, organisation) => {
  expect(organisationOf(domain)).toBe(organisation);
});

test('a record that is too long for one string is written as several', () => {
  const line = zoneLine('_dmarc.example.org', 'x'.repeat(300));
  expect(line).toBe(`_dmarc.example.org. IN TXT "${'x'.repeat(255)}" "${'x'.repeat(45)}"`);
});
