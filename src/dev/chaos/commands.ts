export const HOST = 'localhost';

/** A command and what follows it. */
export function readCommand(text: string): { verb: string; argument: string } {
  const [verb = ''] = text.split(' ', 1);
  return { verb: verb.toUpperCase(), argument: text.slice(verb.length).trim() };
}

/** What `MAIL` says: the sender (empty for a report), and the size if it is told (RFC 1870); null for no such thing. */
export function readSender(argument: string): { from: string | null; size: number } {
  const [, from = null, parameters = ''] = /^FROM:\s*<([^>]*)>(.*)$/i.exec(argument) ?? [];
  return { from, size: Number(/\bSIZE=(\d+)/i.exec(parameters)?.[1] ?? 0) };
}

/** Whom `RCPT` names; null for nobody. */
export function readRecipient(argument: string): string | null {
  return /^TO:\s*<([^>]+)>/i.exec(argument)?.[1] ?? null;
}

/** What a server answers to EHLO (RFC 5321 §4.1.1.1). */
export function capabilities({ offersTls, size }: { offersTls: boolean; size: number }): string {
  const offers = [
    HOST,
    'PIPELINING',
    '8BITMIME',
    'ENHANCEDSTATUSCODES',
    'DSN',
    `SIZE ${size}`,
    'AUTH PLAIN LOGIN',
    ...(offersTls ? ['STARTTLS'] : []),
  ];
  return offers.map((offer, at) => `250${at === offers.length - 1 ? ' ' : '-'}${offer}\r\n`).join('');
}

export function codeOf(reply: string): number {
  return Number(reply.slice(0, 3));
}
