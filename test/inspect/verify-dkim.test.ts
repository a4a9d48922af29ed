import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { describe, expect, it } from 'vitest';
import { verifyDkim } from '../../src/inspect/verify-dkim.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const PUBLIC = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const OTHER = generateKeyPairSync('rsa', { modulusLength: 1024 })
  .publicKey.export({ type: 'spki', format: 'der' })
  .toString('base64');

const MAIL =
  'From: a@example.org\r\nTo: b@example.org\r\nSubject: one  two\r\n\tthree\r\n\r\nbody \r\n\r\n\r\n';

/** Signed by a program that is not ours. */
async function signed(mail: string, form = 'relaxed/relaxed', extra: { maxBodyLength?: number } = {}) {
  const key = { signingDomain: 'example.org', selector: 's', privateKey: PEM, ...extra };
  const options = { ...key, canonicalization: form, signTime: new Date(0), signatureData: [key] };
  const { signatures, errors } = await dkimSign(Buffer.from(mail), options);
  expect(errors).toEqual([]);
  return signatures + mail;
}

const problemOf = (mail: string, key = PUBLIC) => verifyDkim(Buffer.from(mail), key).problem;

/** What the other program thinks of it. */
async function judgedElsewhere(mail: string): Promise<string | undefined> {
  const resolver = async () => [[`v=DKIM1; k=rsa; p=${PUBLIC}`]];
  const { results } = await dkimVerify(Buffer.from(mail), { resolver });
  return results[0]?.status.result;
}

describe('checking a DKIM signature', () => {
  it('takes what another program signed, and names the signed fields', async () => {
    const { problem, signed: names } = verifyDkim(Buffer.from(await signed(MAIL)), PUBLIC);
    expect(problem).toBeNull();
    expect(names).toEqual(expect.arrayContaining(['from', 'to', 'subject']));
  });

  it('takes the changes that relaxed allows', async () => {
    const mail = await signed(MAIL);
    const folded = mail.replace('Subject: one  two\r\n\tthree', 'SUBJECT : one\r\n two three  ');
    for (const changed of [folded, mail.replace('body ', 'body\t'), `${mail}\r\n\r\n`]) {
      expect(changed).not.toBe(mail);
      expect(problemOf(changed)).toBeNull();
    }
  });

  it('says what is wrong', async () => {
    const mail = await signed(MAIL);
    expect(problemOf(MAIL)).toMatch(/no signature/);
    expect(problemOf(mail.replace('body', 'Body'))).toMatch(/body/);
    expect(problemOf(mail.replace('To: b', 'To: c'))).toMatch(/these headers/);
    expect(problemOf(mail, OTHER)).toMatch(/this key/);
    expect(problemOf(await signed(MAIL, 'simple/simple'))).toMatch(/simple\/simple/);
    expect(problemOf(await signed(MAIL, 'relaxed/relaxed', { maxBodyLength: 2 }))).toMatch(
      /part of the body/,
    );
    expect(problemOf(mail.replace('rsa-sha256', 'rsa-sha1'))).toMatch(/rsa-sha1/);
  });

  it('agrees with another program, whatever the mail looks like and wherever it is touched', async () => {
    const piece = fc.constantFrom('a', 'Ä', ' ', '  ', '\t', '.', ';', 'b=', ':', '\r\n ', 'Zz');
    const value = fc.array(piece, { maxLength: 8 }).map(pieces => `x${pieces.join('')}x`);
    const line = fc
      .array(fc.constantFrom('a', ' ', '\t', '.', 'From:'), { maxLength: 5 })
      .map(all => all.join(''));
    const body = fc.array(line, { maxLength: 6 }).map(lines => lines.map(one => `${one}\r\n`).join(''));
    await fc.assert(
      fc.asyncProperty(value, value, body, fc.nat(), async (subject, second, text, where) => {
        const mail = await signed(
          `From: a@example.org\r\nSubject: ${subject}\r\nSubject:${second}\r\n\r\n${text}`,
        );
        expect(problemOf(mail)).toBeNull();
        const at = mail.indexOf('From: a@') + (where % 40);
        const touched = `${mail.slice(0, at)}q${mail.slice(at)}`;
        expect(problemOf(touched) === null).toBe((await judgedElsewhere(touched)) === 'pass');
      }),
      { numRuns: 60 },
    );
  });
});
