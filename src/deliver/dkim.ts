import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { UserError } from '../errors.ts';

/**
 * What is signed: whatever of these a mail holds (RFC 6376 §5.4.1), and both list fields without whose signature
 * RFC 8058 §4 lets no mail program offer one-click unsubscribe.
 */
const SIGNED_FIELDS = [
  'from',
  'sender',
  'reply-to',
  'subject',
  'date',
  'message-id',
  'to',
  'cc',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'feedback-id',
].join(':');

/** RFC 8301 §3.2: verifiers ignore what is shorter. */
const SHORTEST_KEY = 1024;
const SAMPLE = Buffer.from('From: <a@example.org>\r\nSubject: sample\r\n\r\nsample\r\n');

export interface DkimSettings {
  domain: string;
  selector: string;
  keyFile: string;
}

/** Signs messages with one key (RFC 6376, rsa-sha256, relaxed/relaxed). */
export interface Dkim {
  /** The message with its signature in front. The same message gives the same bytes. */
  sign: (raw: Buffer) => Promise<Buffer>;
  /** The public key as the `p=` of the DNS record has it. */
  publicKey: string;
  /** Length of the key. */
  bits: number;
  /** The TXT record that belongs at `<selector>._domainkey.<domain>`. */
  record: string;
}

/**
 * Reads the key and tries it once, since the library leaves a message unsigned without a word when the
 * key is not RSA or is damaged. Throws a UserError for a key that would not sign.
 */
export async function openDkim({ domain, selector, keyFile }: DkimSettings): Promise<Dkim> {
  const { key, bits } = await readKey(keyFile);
  const { default: DKIM } = await import('nodemailer/lib/dkim');
  const signer = new DKIM({
    domainName: domain,
    keySelector: selector,
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    headerFieldNames: SIGNED_FIELDS,
  });
  const sign = (raw: Buffer) => buffer(signer.sign(raw));
  const sample = await sign(SAMPLE);
  if (!/^DKIM-Signature:/i.test(sample.toString('latin1'))) throw unusable(keyFile, 'does not sign');
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
  return { sign, publicKey, bits, record: `v=DKIM1; k=rsa; p=${publicKey}` };
}

async function readKey(keyFile: string): Promise<{ key: KeyObject; bits: number }> {
  const pem = await readFile(keyFile).catch((error: NodeJS.ErrnoException) => {
    throw unusable(keyFile, `cannot be read (${error.code})`);
  });
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw unusable(keyFile, 'holds no private key in PEM without a password');
  }
  // Ed25519 is a second signature at best (RFC 8463 §5), and the library does not make it.
  if (key.asymmetricKeyType !== 'rsa') {
    throw unusable(keyFile, `holds a key of the kind ${key.asymmetricKeyType}`);
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < SHORTEST_KEY) throw unusable(keyFile, `holds a key of ${bits} bits, which nobody accepts`);
  return { key, bits };
}

function unusable(keyFile: string, why: string): UserError {
  return new UserError(
    `DKIM_PRIVATE_KEY_FILE: ${keyFile} ${why}. Expected an RSA key in PEM, as made by:\n` +
      '  openssl genrsa -out dkim.pem 2048',
  );
}
