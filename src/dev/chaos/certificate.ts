import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const DAY_MS = 24 * 60 * 60 * 1000;
const LIFE_DAYS = 30;

// Tags of DER (X.690 §8).
const INTEGER = 0x02;
const BITS = 0x03;
const OCTETS = 0x04;
const UTF8 = 0x0c;
const UTC_TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;
const CONTEXT = 0xa0;
/** Names in a subjectAltName (RFC 5280 §4.2.1.6). */
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

const ECDSA_WITH_SHA256 = tagged(SEQUENCE, Buffer.from('06082a8648ce3d040302', 'hex'));
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const SUBJECT_ALT_NAME = Buffer.from('0603551d11', 'hex');

/**
 * A key and a certificate for localhost that it signed itself (RFC 5280 §4.1), both PEM, valid for a month around `now`: made
 * when it is needed, so that no key lies in the program.
 */
export function selfSigned(now: number): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = tagged(SEQUENCE, tagged(SET, tagged(SEQUENCE, COMMON_NAME, text(UTF8, 'localhost'))));
  const names = tagged(
    SEQUENCE,
    text(DNS_NAME, 'localhost'),
    tagged(IP_ADDRESS, Buffer.from([127, 0, 0, 1])),
  );
  const toBeSigned = tagged(
    SEQUENCE,
    tagged(CONTEXT, tagged(INTEGER, Buffer.from([2]))),
    // Positive, and not 0.
    tagged(INTEGER, Buffer.concat([Buffer.from([0x40]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    name,
    tagged(SEQUENCE, time(now - DAY_MS), time(now + LIFE_DAYS * DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(CONTEXT | 3, tagged(SEQUENCE, tagged(SEQUENCE, SUBJECT_ALT_NAME, tagged(OCTETS, names)))),
  );
  const signature = tagged(BITS, Buffer.from([0]), sign('sha256', toBeSigned, privateKey));
  const certificate = tagged(SEQUENCE, toBeSigned, ECDSA_WITH_SHA256, signature);
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`,
  };
}

/** Tag, length and content; a length beyond 127 is said in bytes of its own. */
function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const length = [];
  for (let rest = content.length; rest > 0; rest >>= 8) length.unshift(rest & 0xff);
  const head = content.length < 128 ? [content.length] : [0x80 | length.length, ...length];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

function text(tag: number, content: string): Buffer {
  return tagged(tag, Buffer.from(content));
}

/** `YYMMDDhhmmssZ`. */
function time(at: number): Buffer {
  return text(UTC_TIME, `${new Date(at).toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`);
}
