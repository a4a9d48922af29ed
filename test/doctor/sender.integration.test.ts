import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Dns, openDns } from '../../src/doctor/dns.ts';
import { examineSender, type SenderSettings } from '../../src/doctor/sender.ts';
import { type DnsServer, startDnsServer } from '../support/dns-server.ts';

const SETTINGS: SenderSettings = {
  from: 'paperboy@papers.lab.co.uk',
  returnPath: 'bounces@lab.co.uk',
  relay: 'mail.lab.co.uk',
  dkimDomain: null,
  dkimSelector: null,
  dkimPrivateKeyFile: null,
};

describe('as whom mails leave', () => {
  let server: DnsServer;
  let dns: Dns;
  beforeEach(async () => {
    server = await startDnsServer({
      'lab.co.uk': { txt: ['v=spf1 mx -all'], mx: ['mail.lab.co.uk'] },
      'other.co.uk': { txt: ['v=spf1 mx -all'], mx: ['mail.other.co.uk'] },
      '_dmarc.lab.co.uk': { txt: ['v=DMARC1; p=none; rua=mailto:a@lab.co.uk'] },
    });
    dns = openDns({ servers: [server.address], timeoutMs: 500 });
  });
  afterEach(() => server.close());

  async function look(changes: Partial<SenderSettings> = {}): Promise<Record<string, string>> {
    const found = await examineSender({ ...SETTINGS, ...changes }, dns);
    return Object.fromEntries(found.map(({ id, level, says }) => [id, `${level}: ${says}`]));
  }

  it('is believed where domains are of one organisation, however long their names', async () => {
    const found = await look();
    const levels = Object.entries(found).map(([id, says]) => [id, says.split(':')[0]]);
    expect(Object.fromEntries(levels)).toEqual({
      'bounces.mx': 'ok',
      spf: 'ok',
      'spf.alignment': 'ok',
      dkim: 'warn',
      dmarc: 'ok',
    });
    expect(found.spf).toContain('mail.lab.co.uk seems to be covered');
  });

  it('is not believed for the return path of others, of which two share an ending', async () => {
    const found = await look({ returnPath: 'bounces@other.co.uk' });
    expect(found['spf.alignment']).toMatch(/^warn: .*at other\.co\.uk.*only the signature counts/);
  });

  it('has to be the very domain where DMARC is strict', async () => {
    server.zone.set('_dmarc.lab.co.uk', { txt: ['v=DMARC1; p=none; aspf=s; rua=mailto:a@lab.co.uk'] });
    expect((await look())['spf.alignment']).toMatch(/^warn: .*aspf=s/);
    const same = await look({ returnPath: SETTINGS.from });
    expect(same['spf.alignment']).toMatch(/^ok: /);
  });

  it.each(['ann@gmail.com', 'ann@googlemail.com', 'ann@yahoo.de', 'ann@outlook.com', 'ann@gmx.net'])(
    'must not be %s, and nobody is asked after its records',
    async from => {
      const found = await look({ from, returnPath: from });
      expect(found.from).toMatch(/^fail: MAIL_FROM is at /);
      expect(Object.keys(found).sort()).toEqual(['dkim', 'from']);
      expect(server.asked).toEqual([]);
    },
  );

  it('may be at a provider by its own mail server, except Gmail, which forbids it', async () => {
    const own = await look({
      from: 'ann@fastmail.com',
      returnPath: 'ann@fastmail.com',
      relay: 'smtp.fastmail.com',
    });
    expect(own.from).toBeUndefined();
    const gmail = await look({ from: 'ann@gmail.com', relay: 'smtp.gmail.com' });
    expect(gmail.from).toMatch(/^fail: /);
  });

  it('is nobody to look after while nobody gets mail, or MAIL_FROM is the example', async () => {
    expect(await look({ relay: null })).toEqual({});
    expect(Object.keys(await look({ from: 'paperboy@example.org' }))).toEqual(['dkim']);
    expect(server.asked).toEqual([]);
  });

  it('is not judged by a DNS that does not answer', async () => {
    await server.close();
    const found = await look();
    for (const id of ['bounces.mx', 'spf', 'dmarc']) expect(found[id]).toMatch(/^warn: .* is not checked: /);
    expect(Object.values(found).some(says => says.startsWith('fail'))).toBe(false);
    server = await startDnsServer();
  });
});
