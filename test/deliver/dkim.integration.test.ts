import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDkim } from '../../src/deliver/dkim.ts';

const RAW = Buffer.from(
  [
    'From: Paperboy <paperboy@example.org>',
    'To: reader@example.com',
    'Subject: Eight papers',
    'Date: Mon, 1 Jun 2026 07:00:00 +0000',
    'Message-ID: <1@example.org>',
    'List-Id: <daily.example.org>',
    'List-Unsubscribe: <https://papers.example.org/unsubscribe/x>',
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Hello',
    '.',
    '',
    '',
  ].join('\r\n'),
);

describe('DKIM', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'paperboy-dkim-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const keep = (content: string) => {
    const keyFile = join(folder, 'dkim.pem');
    writeFileSync(keyFile, content);
    return { domain: 'example.org', selector: 'paperboy', keyFile };
  };
  const rsa = (modulusLength: number) =>
    generateKeyPairSync('rsa', { modulusLength })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();

  it('signs so that an independent verifier agrees, both list fields included', async () => {
    const dkim = await openDkim(keep(rsa(2048)));
    expect(dkim.bits).toBe(2048);
    const signed = await dkim.sign(RAW);
    expect((await dkim.sign(RAW)).equals(signed)).toBe(true);
    expect(signed.subarray(-RAW.length).equals(RAW)).toBe(true);
    const resolver = async (name: string, type: string) => {
      expect([name, type]).toEqual(['paperboy._domainkey.example.org', 'TXT']);
      return [[dkim.record]];
    };
    const { results } = await dkimVerify(signed, { resolver });
    expect(results.map(({ status, signingDomain }) => [status.result, signingDomain])).toEqual([
      ['pass', 'example.org'],
    ]);
    const fields = /;\s*h=([^;]*);/.exec(signed.toString().replace(/\r\n\s+/g, ''))?.[1]?.split(':');
    expect(fields).toEqual(expect.arrayContaining(['from', 'list-unsubscribe', 'list-unsubscribe-post']));
    const tampered = Buffer.from(signed.toString().replace('One-Click', 'Two-Click'));
    expect((await dkimVerify(tampered, { resolver })).results[0]?.status.result).toBe('fail');
  });

  it.each([
    [
      'an Ed25519 key',
      () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      /ed25519/,
    ],
    ['a damaged key', () => rsa(2048).replace(/\n.{40}/, '\nAAAA'), /no private key/],
    ['no key at all', () => 'hello', /no private key/],
    [
      'a public key',
      () =>
        generateKeyPairSync('rsa', { modulusLength: 2048 })
          .publicKey.export({ type: 'spki', format: 'pem' })
          .toString(),
      /no private key/,
    ],
    ['a key too short to be accepted', () => rsa(512), /512 bits/],
  ])('refuses %s, naming the file', async (_name, make, words) => {
    const settings = keep(make());
    await expect(openDkim(settings)).rejects.toThrow(words);
    await expect(openDkim(settings)).rejects.toThrow(settings.keyFile);
  });

  it('refuses a file that is not there', async () => {
    await expect(openDkim({ domain: 'a.org', selector: 's', keyFile: join(folder, 'no') })).rejects.toThrow(
      /ENOENT/,
    );
  });
});
