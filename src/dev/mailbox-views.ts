import type { ReadMail as AnyReadMail } from '../inspect/read-mail.ts';
import type { CaughtMail } from './catcher.ts';
import { MISBEHAVIOURS } from './misbehave.ts';

type ReadMail = AnyReadMail<CaughtMail>;

/** Where the other parts of the program are, as people write it. */
export interface MailboxPlaces {
  smtp: string;
  pages: string;
}

const PARTS = [
  { id: 'html', name: 'HTML' },
  { id: 'phone', name: 'Phone' },
  { id: 'text', name: 'Text' },
  { id: 'headers', name: 'Headers' },
  { id: 'source', name: 'Source' },
] as const;
type PartId = (typeof PARTS)[number]['id'];

interface ListedMail {
  href: string;
  to: string;
  subject: string;
  sender: string;
  time: string;
  size: string;
  current: boolean;
}

interface OpenMail {
  num: number;
  subject: string;
  from: string;
  to: string;
  sender: string;
  recipients: string;
  arrived: string;
  size: string;
  encrypted: boolean;
  oneClick: string | null;
  parts: { name: string; href: string; current: boolean }[];
  frame: string | null;
  narrow: boolean;
  headers: { name: string; value: string }[] | null;
  plain: string | null;
}

/** Everything the template shows. */
export interface MailboxView {
  title: string;
  query: string;
  /** `3 of 12 mails`. */
  count: string;
  none: boolean;
  mails: ListedMail[];
  mail: OpenMail | null;
  places: MailboxPlaces;
  misbehaviours: { address: string; does: string }[];
}

export interface MailboxState {
  total: number;
  /** Newest first. */
  found: readonly ReadMail[];
  open: ReadMail | null;
  query: string;
  /** Part of the open mail, as asked for. */
  part: string | null;
  places: MailboxPlaces;
}

export function mailboxView({ total, found, open, query, part, places }: MailboxState): MailboxView {
  const count = query === '' ? counted(total) : `${found.length} of ${counted(total)}`;
  return {
    title: open ? open.subject : `Mailbox (${total})`,
    query,
    count,
    none: total === 0,
    mails: found.map(mail => listed(mail, query, mail.num === open?.num)),
    mail: open && opened(open, query, partOf(open, part)),
    places,
    misbehaviours: MISBEHAVIOURS.map(({ localPart, does }) => ({
      address: `${localPart}@example.org`,
      does,
    })),
  };
}

function listed(mail: ReadMail, query: string, current: boolean): ListedMail {
  const { subject, envelope, to, raw, at } = mail;
  const sender = envelope.from === '' ? '<>' : envelope.from;
  const href = hrefOf(mail, query, null);
  return { href, to, subject, sender, time: timeOf(at), size: sizeOf(raw.length), current };
}

function opened(mail: ReadMail, query: string, part: PartId): OpenMail {
  const { num, subject, from, to, envelope, at, raw, secure, oneClick } = mail;
  const framed = part === 'html' || part === 'phone';
  return {
    num,
    subject,
    from,
    to,
    sender: envelope.from === '' ? '<>' : envelope.from,
    recipients: envelope.to.join(', '),
    arrived: timeOf(at),
    size: sizeOf(raw.length),
    encrypted: secure,
    oneClick,
    parts: PARTS.filter(({ id }) => has(mail, id)).map(({ id, name }) => ({
      name,
      href: hrefOf(mail, query, id),
      current: id === part,
    })),
    frame: framed ? `/mails/${num}/html` : null,
    narrow: part === 'phone',
    headers: part === 'headers' ? mail.headers : null,
    plain: part === 'text' ? (mail.text ?? '') : part === 'source' ? raw.toString() : null,
  };
}

function partOf(mail: ReadMail, asked: string | null): PartId {
  const parts = PARTS.filter(({ id }) => has(mail, id));
  return parts.find(({ id }) => id === asked)?.id ?? parts[0]?.id ?? 'source';
}

function has({ html, text }: ReadMail, part: PartId): boolean {
  if (part === 'html' || part === 'phone') return html !== null;
  return part === 'text' ? text !== null : true;
}

function hrefOf({ num }: ReadMail, query: string, part: PartId | null): string {
  const arguments_ = new URLSearchParams({ ...(part && { part }), ...(query && { q: query }) });
  return `/mails/${num}${arguments_.size > 0 ? `?${arguments_}` : ''}`;
}

function counted(total: number): string {
  return total === 1 ? '1 mail' : `${total} mails`;
}

const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** Local to this machine: whoever reads it sits before it. */
function timeOf(at: number): string {
  return TIME.format(at);
}

function sizeOf(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 1024)} KB`;
}
