/** A mail server that could not be reached, or would not have us: nothing was handed over. */
export class Unreachable extends Error {
  /** SMTP reply code; null without a reply. */
  readonly code: number | null;
  /** True where waiting does not help: a wrong password, a bad certificate, no encryption. */
  readonly lasting: boolean;

  constructor(message: string, code: number | null, lasting: boolean) {
    super(message);
    this.name = 'Unreachable';
    this.code = code;
    this.lasting = lasting;
  }
}

/** Errors of sockets and certificates, in words. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'it hung up',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  ENOTFOUND: 'there is no such name in the DNS',
  EAI_AGAIN: 'the DNS does not answer',
  ETIMEDOUT: 'it does not answer in time',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority unknown here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority unknown here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an authority unknown here',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  EPROTO: 'it does not speak TLS on this port',
};
const LASTING = /CERT|SELF_SIGNED|ISSUER|LEAF|^EPROTO$|^ERR_SSL/;

/** Commands that a server does not know, or not now (RFC 5321 §4.2.2). */
export const NO_LOGIN: readonly number[] = [500, 502, 503, 504];

/** What an error of the library while connecting or logging in means. */
export function unreachable(error: unknown): Unreachable {
  if (error instanceof Unreachable) return error;
  if (!(error instanceof Error)) return new Unreachable(String(error), null, false);
  const fields: Readonly<Record<string, unknown>> = { ...error };
  const code = typeof fields.responseCode === 'number' ? fields.responseCode : null;
  const reply = typeof fields.response === 'string' ? oneLine(fields.response) : '';
  if (fields.code === 'EAUTH' && code !== null && NO_LOGIN.includes(code)) {
    return new Unreachable(`it takes no name and password: ${reply}`, code, true);
  }
  if (fields.code === 'EAUTH') {
    return new Unreachable(
      `it does not accept the name or the password: ${reply}`,
      code,
      code === null || code >= 500,
    );
  }
  const system = String(fields.originalCode ?? fields.code);
  const words = WORDS[system.startsWith('ERR_SSL') ? 'EPROTO' : system];
  if (words) return new Unreachable(words, code, LASTING.test(system));
  if (fields.code === 'ETLS') return new Unreachable(`no encryption: ${oneLine(error.message)}`, code, true);
  if (code !== null) return new Unreachable(reply, code, code >= 500);
  return new Unreachable(oneLine(error.message), code, false);
}

/** What a server said, on one line of bounded length. */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 500);
}
