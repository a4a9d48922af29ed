import { generateKeyPairSync } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import DKIM from 'nodemailer/lib/dkim';
import { expect, test } from 'vitest';
import { inspect } from '../../src/inspect/inspect.ts';
import { FACTS, mailOf } from './example-mail.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const PUBLIC = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const FIELDS =
  'from:to:subject:date:message-id:mime-version:content-type:list-unsubscribe:list-unsubscribe-post';

/** Signed by the library that signs our mails. */
function signed(headerFieldNames = FIELDS, domainName = 'example.org'): Promise<Buffer> {
  return buffer(new DKIM({ domainName, keySelector: 's', privateKey: PEM, headerFieldNames }).sign(mailOf()));
}

async function told(raw: Buffer, publicKey: string | null = PUBLIC) {
  const dkim = publicKey === null ? null : { domain: 'example.org', selector: 's', publicKey };
  const { findings } = await inspect(raw, { ...FACTS, dkim });
  return findings.filter(({ check }) => check === 'dkim').map(({ level, found }) => `${level} ${found}`);
}

test('a signature that holds tells what it covers, whatever form its key is in', async () => {
  const inRecord = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  for (const key of [PUBLIC, inRecord]) {
    expect(await told(await signed(), key)).toEqual([
      expect.stringMatching(
        /^fine The signature of example\.org holds\. It covers the body and from, to, .*list-unsubscribe-post/,
      ),
    ]);
  }
});

test('a mail that nobody signs here gets a hint, and so does one signed elsewhere', async () => {
  expect(await told(mailOf(), null)).toEqual([expect.stringMatching(/^hint The mail is not signed here/)]);
  expect(await told(await signed(), null)).toEqual([
    expect.stringMatching(/^hint The mail is signed by example\.org/),
  ]);
});

test('what is wrong with a signature is told', async () => {
  const raw = await signed();
  const touched = Buffer.from(raw.toString('latin1').replace('and 2 more', 'and 3 more'), 'latin1');
  expect(await told(mailOf())).toEqual([expect.stringMatching(/^fault The mail has no signature/)]);
  expect(await told(touched)).toEqual([expect.stringMatching(/^fault The signature does not hold/)]);
  expect(await told(raw, 'no key')).toEqual([expect.stringMatching(/^fault .*public key cannot be read/)]);
  expect(await told(await signed('from:to:subject'))).toEqual([
    expect.stringMatching(/^fault The signature leaves out date, .*list-unsubscribe-post/),
  ]);
  expect(await told(await signed(FIELDS.replace('date:', '')))).toEqual([
    expect.stringMatching(/^warning The signature leaves out date:/),
  ]);
  expect(await told(await signed(FIELDS, 'example.com'))).toEqual([
    expect.stringMatching(/^warning The signature is of s at example\.com/),
    expect.stringMatching(/^fault .*for DMARC it does not count/),
  ]);
});
