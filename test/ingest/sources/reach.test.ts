import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressKind } from '../../../src/ingest/sources/address-kind.ts';
import { literalOf, type Reach, whyOutOfReach } from '../../../src/ingest/sources/reach.ts';

const ELSEWHERE: Reach = { home: new URL('https://papers.example.org/'), private: false };

/** Why `address` is not asked, as the host of a source says it. */
function refused(address: string, reach = ELSEWHERE): string | null {
  const url = new URL(address);
  return whyOutOfReach(literalOf(url) ?? '', url, reach);
}

/** [first address, bits] of the networks nobody outside can see. */
const HIDDEN = [
  [[10, 0, 0, 0], 8],
  [[127, 0, 0, 0], 8],
  [[172, 16, 0, 0], 12],
  [[192, 168, 0, 0], 16],
  [[169, 254, 0, 0], 16],
  [[100, 64, 0, 0], 10],
  [[0, 0, 0, 0], 8],
  [[224, 0, 0, 0], 4],
  [[240, 0, 0, 0], 4],
] as const;

const hidden = fc
  .tuple(fc.constantFrom(...HIDDEN), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
  .map(([[[a, b, c, d], bits], random]) => {
    const first = ((a * 256 + b) * 256 + c) * 256 + d;
    return first + (random % 2 ** (32 - bits));
  });

const bytesOf = (number: number) => [24, 16, 8, 0].map(by => Math.floor(number / 2 ** by) % 256);
const groupOf = (high = 0, low = 0) => (high * 256 + low).toString(16);

/** Every way in which a URL may write an IPv4 address, and IPv6 may carry it. */
function spellings(number: number): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = bytesOf(number);
  const tail = `${groupOf(a, b)}:${groupOf(c, d)}`;
  const octal = (byte: number) => `0${byte.toString(8)}`;
  return [
    `${a}.${b}.${c}.${d}`,
    `${a}.${b}.${c}.${d}.`,
    `${number}`,
    `0x${number.toString(16)}`,
    `0${number.toString(8)}`,
    [a, b, c, d].map(octal).join('.'),
    `${a}.0x${(b * 65536 + c * 256 + d).toString(16)}`,
    `${a}.${b}.${c * 256 + d}`,
    `[::ffff:${a}.${b}.${c}.${d}]`,
    `[::FFFF:${tail}]`,
    `[0:0:0:0:0:ffff:${tail}]`,
    `[::${tail}]`,
    `[::ffff:0:${tail}]`,
    `[64:ff9b::${a}.${b}.${c}.${d}]`,
    `[2002:${tail}::1]`,
  ];
}

test('what nobody outside can see is refused in every spelling', () => {
  fc.assert(
    fc.property(hidden, number => {
      const reached = spellings(number).filter(host => refused(`http://${host}/feed`) === null);
      if (reached.length > 0) throw new Error(`reaches ${reached.join(', ')}`);
    }),
    { numRuns: 200 },
  );
});

test('what everybody can see is not', () => {
  const open = [
    '8.8.8.8',
    '172.15.0.1',
    '172.32.0.1',
    '100.128.0.1',
    '169.253.1.1',
    '192.169.0.1',
    '11.0.0.1',
  ];
  for (const address of open) expect(refused(`http://${address}/`), address).toBeNull();
  for (const address of [
    '2606:4700::1111',
    '2a00:1450:4001:81b::200e',
    '64:ff9b::8.8.8.8',
    '2002:808:808::1',
  ])
    expect(refused(`http://[${address}]/`), address).toBeNull();
});

test.each([
  ['::1', 'private'],
  ['::', 'none'],
  ['fc00::1', 'private'],
  ['fdff:ffff::1', 'private'],
  ['fe80::1%eth0', 'link'],
  ['fe80::1', 'link'],
  ['169.254.169.254', 'link'],
  ['168.63.129.16', 'link'],
  ['fd00:ec2::254', 'link'],
  ['100.100.100.200', 'link'],
  ['ff02::1', 'none'],
  ['2001:db8::1', 'none'],
  ['2001::1', 'none'],
  ['64:ff9b:1::1', 'none'],
  ['1234::1', 'none'],
  ['192.0.2.1', 'none'],
  ['255.255.255.255', 'none'],
  ['no address', 'none'],
])('%s is %s', (address, kind) => {
  expect(addressKind(address)).toBe(kind);
});

test('what the operator wrote is asked, at that very host and port', () => {
  const at = (home: string, isPrivate = false) => ({ home: new URL(home), private: isPrivate });
  expect(refused('http://127.0.0.1:8000/a', at('http://127.0.0.1:8000/b'))).toBeNull();
  expect(refused('http://0x7f.1:8000/a', at('http://127.0.0.1:8000/b'))).toBeNull();
  expect(refused('http://127.0.0.1:8001/', at('http://127.0.0.1:8000/'))).toMatch(
    /another port .*private: true/,
  );
  expect(refused('http://127.0.0.1:8001/', at('http://127.0.0.1:8000/', true))).toBeNull();
  expect(refused('http://127.0.0.2:8000/', at('http://127.0.0.1:8000/', true))).toMatch(/^it sends on to/);
  expect(refused('http://[::1]/', at('http://127.0.0.1/'))).toMatch(/^it sends on to/);
  const local = new URL('http://localhost:8000/');
  expect(whyOutOfReach('::1', local, at('http://localhost:8000/'))).toBeNull();
});

test('a name that stands for a private address has to be allowed', () => {
  const url = new URL('https://papers.example.org/feed');
  expect(whyOutOfReach('10.1.2.3', url, ELSEWHERE)).toBe(
    'papers.example.org (10.1.2.3) is on a private network. Where that is meant, name it in subscribers/sources.yaml, with private: true',
  );
  expect(whyOutOfReach('10.1.2.3', url, { ...ELSEWHERE, private: true })).toBeNull();
  expect(whyOutOfReach('93.184.216.34', url, ELSEWHERE)).toBeNull();
});

test('where networks keep secrets is asked only when it is written, and allowed', () => {
  const home = new URL('http://169.254.169.254/feed');
  const name = new URL('http://papers.example.org/');
  expect(whyOutOfReach('169.254.169.254', home, { home, private: false })).toMatch(/secrets/);
  expect(whyOutOfReach('169.254.169.254', home, { home, private: true })).toBeNull();
  expect(whyOutOfReach('169.254.169.254', name, { home: name, private: true })).toMatch(/secrets/);
});
