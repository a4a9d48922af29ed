/** What a mail server can do besides taking mail, as its answer to EHLO tells it. */
export interface Offers {
  /** More than one command at once (RFC 2920). */
  pipelining: boolean;
  /** Word of what fails later, and to which mail it belongs (RFC 3461). */
  dsn: boolean;
  /** Addresses beyond ASCII (RFC 6531). */
  smtpUtf8: boolean;
  /** Most bytes of a mail (RFC 1870); null when it names no limit. */
  mostBytes: number | null;
  /** Ways to log in, in its order. */
  auth: readonly string[];
}

/** Reads the answer to EHLO: a greeting, then an extension a line (RFC 5321 §4.1.1.1). */
export function readOffers(reply: string): Offers {
  const lines = reply.split(/\r?\n/).slice(1);
  const words = lines.map(line =>
    line
      .slice('250-'.length)
      .trim()
      .toUpperCase()
      .split(/[\s=]+/),
  );
  const parametersOf = (name: string) => words.find(([first]) => first === name)?.slice(1);
  // RFC 1870 §3: 0 and no number at all both mean that no limit is known.
  const [size = ''] = parametersOf('SIZE') ?? [];
  const mostBytes = /^\d{1,15}$/.test(size) ? Number(size) || null : null;
  return {
    pipelining: parametersOf('PIPELINING') !== undefined,
    dsn: parametersOf('DSN') !== undefined,
    smtpUtf8: parametersOf('SMTPUTF8') !== undefined,
    mostBytes,
    auth: parametersOf('AUTH') ?? [],
  };
}
