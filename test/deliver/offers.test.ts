import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readOffers } from '../../src/deliver/smtp/offers.ts';

test('an answer to EHLO tells what a server can do', () => {
  const lines = ['mail.example.org', 'PIPELINING', 'SIZE 26214400', 'AUTH PLAIN LOGIN', 'dsn', 'SMTPUTF8'];
  const reply = lines.map((line, at) => `250${at < lines.length - 1 ? '-' : ' '}${line}`).join('\r\n');
  expect(readOffers(reply)).toEqual({
    pipelining: true,
    dsn: true,
    smtpUtf8: true,
    mostBytes: 26_214_400,
    auth: ['PLAIN', 'LOGIN'],
  });
});

test.each(['250 dsn.example.org SIZE 5', '', '250-x\r\n250-SIZE\r\n250 XDSN', '250-x\r\n250 SIZE 0'])(
  'nothing is read into %j',
  reply => {
    const nothing = { pipelining: false, dsn: false, smtpUtf8: false, mostBytes: null, auth: [] };
    expect(readOffers(reply)).toEqual(nothing);
  },
);

test('an old way to write AUTH is read, too', () => {
  expect(readOffers('250-x\r\n250 AUTH=LOGIN PLAIN').auth).toEqual(['LOGIN', 'PLAIN']);
});

test('whatever a server answers is read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const { mostBytes } = readOffers(`250-x\r\n250 ${text}`);
      expect(mostBytes === null || mostBytes > 0).toBe(true);
    }),
  );
});
