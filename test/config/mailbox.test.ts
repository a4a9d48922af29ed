import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAddress, readMailbox } from '../../src/config/mailbox.ts';

test.each([
  ['Paperboy <a@example.org>', { name: 'Paperboy', address: 'a@example.org' }],
  ['a@example.org', { name: null, address: 'a@example.org' }],
  ['<a@example.org>', { name: null, address: 'a@example.org' }],
  ['"Papers, Daily" <a@example.org>', { name: 'Papers, Daily', address: 'a@example.org' }],
  ['"The \\"Boy\\"" <a@example.org>', { name: 'The "Boy"', address: 'a@example.org' }],
  [
    'Zeitungsträger 📰 <a+b@bücher.example>',
    { name: 'Zeitungsträger 📰', address: 'a+b@xn--bcher-kva.example' },
  ],
  ["O'Neill's Papers <o'neill@example.org>", { name: "O'Neill's Papers", address: "o'neill@example.org" }],
])('%s is a mailbox', (text, expected) => {
  expect(readMailbox(text)).toEqual(expected);
});

test.each([
  '',
  'Paperboy',
  'a@',
  '@example.org',
  'a@b@example.org',
  'a@example..org',
  '.a@example.org',
  'a b@example.org',
  'a@example.org, b@example.org',
  'A <a@example.org>, B <b@example.org>',
  'A, B <a@example.org>',
  'Team: a@example.org;',
  'A <a@example.org> trailing',
  'A\r\nBcc: c@example.org <a@example.org>',
  'a@exa\nmple.org',
  'a@[127.0.0.1]',
  'a@-x.example',
])('%j is not a mailbox', text => {
  expect(readMailbox(text)).toBeUndefined();
});

test('no address that is read holds a character that could end a header or a command', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (local, domain) => {
      const address = readAddress(`${local}@${domain}`);
      if (address !== undefined) expect(address).toMatch(/^[!-~]+@[a-z0-9.-]+$/);
    }),
  );
});
