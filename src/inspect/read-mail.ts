import PostalMime from 'postal-mime';

/** A mail as a server got it: the bytes, and who it was from and for. */
export interface EnvelopedMail {
  raw: Buffer;
  envelope: { from: string; to: readonly string[] };
}

/** What people read of a mail. */
interface Content {
  /** Header `From`; the envelope may name somebody else. */
  from: string;
  to: string;
  subject: string;
  html: string | null;
  text: string | null;
  /** In the order of the message, unfolded, otherwise as they came. */
  headers: { name: string; value: string }[];
  /** Where one click unsubscribes (RFC 8058); null when the mail offers none over http(s) that can be asked. */
  oneClick: string | null;
}

/** A mail as people read it, with all that was known of it. */
export type ReadMail<Mail extends EnvelopedMail = EnvelopedMail> = Mail & Content;

/** In bytes, over all parts; what is longer is no header of a mail, and would keep the parser busy for minutes. */
const LARGEST_HEADER = 128 * 1024;

/** Parses a mail with a parser that is not the one that wrote it. Never throws: whatever it is, it is shown. */
export async function readMail<Mail extends EnvelopedMail>(mail: Mail): Promise<ReadMail<Mail>> {
  const options = { maxHeadersSize: LARGEST_HEADER };
  const parsed = await PostalMime.parse(mail.raw, options).catch(() => null);
  const headers = (parsed?.headers ?? []).map(({ originalKey, value }) => ({ name: originalKey, value }));
  const textOf = (name: string) => headers.find(header => header.name.toLowerCase() === name)?.value ?? '';
  const oneClick = /<(https?:[^<>]+)>/i.exec(textOf('list-unsubscribe'))?.[1] ?? '';
  return {
    ...mail,
    from: parsed?.from ? asText([parsed.from]) : mail.envelope.from,
    to: parsed?.to?.length ? asText(parsed.to) : mail.envelope.to.join(', '),
    subject: parsed?.subject || '(no subject)',
    html: parsed?.html ?? null,
    text: parsed?.text ?? (parsed ? null : mail.raw.toString()),
    headers,
    oneClick: /one-click/i.test(textOf('list-unsubscribe-post')) && hasHost(oneClick) ? oneClick : null,
  };
}

/** True when every word of `query` stands somewhere in what a person sees of the mail. */
export function mentions(mail: ReadMail, query: string): boolean {
  const { from, to, subject, text, envelope } = mail;
  const content = [from, to, subject, text ?? '', envelope.from, ...envelope.to].join('\n').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every(word => content.includes(word));
}

/** Whether it is an address with a host as hosts are named; `https://a;b` is one to a parser, too. */
function hasHost(address: string): boolean {
  return URL.canParse(address) && /^(?:[\w.-]+|\[[\da-f:.]+\])$/i.test(new URL(address).hostname);
}

function asText(mailboxes: readonly { name?: string; address?: string | undefined }[]): string {
  return mailboxes
    .map(({ name, address }) => (name && address ? `${name} <${address}>` : (address ?? name ?? '')))
    .join(', ');
}
