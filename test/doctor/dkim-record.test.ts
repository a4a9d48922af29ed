import { expect, test } from 'vitest';
import { examineRecord } from '../../src/doctor/dkim-record.ts';
import type { Dns } from '../../src/doctor/dns.ts';

const PUBLIC = 'A'.repeat(392);
const KEY = {
  name: 'paperboy._domainkey.example.org',
  publicKey: PUBLIC,
  record: `v=DKIM1; k=rsa; p=${PUBLIC}`,
};

const NO_MX: Pick<Dns, 'mx'> = { mx: async () => [] };

async function look(...records: (string | string[])[]) {
  return examineRecord(KEY, {
    ...NO_MX,
    txt: async name => {
      expect(name).toBe(KEY.name);
      return records.map(record => [record].flat());
    },
  });
}

test.each([
  KEY.record,
  `p=${PUBLIC}`,
  `v=DKIM1;k=rsa;h=sha1:sha256;s=email;p=${PUBLIC.slice(0, 200)} ${PUBLIC.slice(200)}`,
])('a record that holds our key is fine: %#', async record => {
  expect(await look(record)).toMatchObject({ id: 'dkim.record', level: 'ok', fix: null });
});

test('the strings of one record belong together', async () => {
  expect((await look([KEY.record.slice(0, 255), KEY.record.slice(255)])).level).toBe('ok');
});

test('other texts at the name are none of our business', async () => {
  expect((await look('hello', KEY.record)).level).toBe('ok');
});

test.each([
  ['no key', []],
  ['no key', ['v=spf1 -all']],
  ['revoked', ['v=DKIM1; p=']],
  ['not the one', ['v=DKIM1; p=QQ==']],
  ['2 keys', [KEY.record, 'v=DKIM1; p=QQ==']],
  ['k=ed25519', [`k=ed25519; p=${PUBLIC}`]],
  ['h=sha1', [`h=sha1; p=${PUBLIC}`]],
  ['v=DKIM2', [`v=DKIM2; p=${PUBLIC}`]],
  ['s=tlsrpt', [`s=tlsrpt; p=${PUBLIC}`]],
])('a record that does not: %s', async (says, records) => {
  const { level, says: said, fix } = await look(...records);
  expect(level).toBe('fail');
  expect(said).toContain(says);
  // Ready to copy into a zone: strings of at most 255 characters that make up the record.
  const [, line = ''] = (fix ?? '').split('\n');
  expect(line).toMatch(/^paperboy\._domainkey\.example\.org\. IN TXT "/);
  const strings = [...line.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
  expect(strings.join('')).toBe(KEY.record);
  expect(strings.every(text => text.length <= 255)).toBe(true);
});

test('a test mode is told of', async () => {
  expect(await look(`t=y:s; p=${PUBLIC}`)).toMatchObject({ level: 'warn', fix: 'Remove t=y.' });
});

function failing(code: string): Dns {
  return { ...NO_MX, txt: () => Promise.reject(Object.assign(new Error(code), { code })) };
}

test.each(['ENOTFOUND', 'ENODATA'])('%s means that there is none', async code => {
  const finding = await examineRecord(KEY, failing(code));
  expect(finding.level).toBe('fail');
});

test.each(['ETIMEOUT', 'ECONNREFUSED', 'ESERVFAIL', 'ECANCELLED'])('%s proves nothing', async code => {
  const finding = await examineRecord(KEY, failing(code));
  expect(finding).toMatchObject({ level: 'warn', says: expect.stringContaining(code) });
});
