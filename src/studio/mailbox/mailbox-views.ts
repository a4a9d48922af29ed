import type { ExplainedHeader } from '../../inspect/headers/explain-header.ts';
import type { OutlookView } from '../../inspect/outlook/outlook.ts';
import type { ReadMail } from '../../inspect/read-mail.ts';
import type { ChecksView } from '../checks-view.ts';
import type { CaughtMail, MailboxParts } from '../studio.ts';
import type { HandOverView, Titled } from '../views.ts';

/** A caught mail as people read it. */
export type OpenedMail = ReadMail<CaughtMail>;

const PARTS = [
  { id: 'html', name: 'HTML' },
  { id: 'phone', name: 'Phone' },
  { id: 'text', name: 'Text' },
  { id: 'headers', name: 'Headers' },
  { id: 'checks', name: 'Checks' },
  { id: 'outlook', name: 'Outlook' },
  { id: 'source', name: 'Source' },
] as const;
export type PartId = (typeof PARTS)[number]['id'];

/** As mail programs show HTML; the last are those that know no dark mails and turn light ones into dark ones. */
const SCHEMES = [
  { id: 'light', name: 'Light' },
  { id: 'dark', name: 'Dark' },
  { id: 'inverted', name: 'Inverted' },
] as const;
export type SchemeId = (typeof SCHEMES)[number]['id'];

/** What an address asks to see. */
export interface Sight {
  query: string;
  part: PartId;
  scheme: SchemeId;
  images: boolean;
}

interface Choice {
  name: string;
  href: string;
  current: boolean;
}

interface ListedMail {
  href: string;
  to: string;
  subject: string;
  sender: string;
  time: string;
  size: string;
  current: boolean;
}

interface MailView {
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
  back: string;
  parts: Choice[];
  frame: { src: string; narrow: boolean; schemes: Choice[]; images: Choice } | null;
  headers: ExplainedHeader[] | null;
  checks: ChecksView | null;
  outlook: Pick<OutlookView, 'branches' | 'problems'> | null;
  plain: string | null;
  handOver: HandOverView;
}

/** Everything the template shows. */
export interface MailboxView extends Titled {
  query: string;
  /** `3 of 12 mails`. */
  count: string;
  none: boolean;
  mails: ListedMail[];
  mail: MailView | null;
  places: Pick<MailboxParts, 'smtp' | 'pages' | 'trouble'>;
}

/** A mail, and what is to be said of it: each only where it is looked at. */
export type Opened = { mail: OpenedMail } & Pick<MailView, 'headers' | 'checks' | 'outlook' | 'handOver'>;

export interface MailboxState {
  total: number;
  /** Newest first. */
  found: readonly OpenedMail[];
  open: Opened | null;
  sight: Sight;
  places: MailboxParts;
}

/** Reads what is asked for; whatever nobody offers is as if not asked. */
export function readSight(asked: (name: string) => string | undefined, mail: OpenedMail | null): Sight {
  const parts = PARTS.filter(({ id }) => mail === null || has(mail, id));
  return {
    query: (asked('q') ?? '').trim(),
    part: (parts.find(({ id }) => id === asked('part')) ?? parts[0])?.id ?? 'source',
    scheme: SCHEMES.find(({ id }) => id === asked('scheme'))?.id ?? 'light',
    images: asked('images') !== 'off',
  };
}

export function mailboxView({ total, found, open, sight, places }: MailboxState): MailboxView {
  const { query } = sight;
  return {
    title: open ? open.mail.subject : `Mailbox (${total})`,
    query,
    count: query === '' ? counted(total) : `${found.length} of ${counted(total)}`,
    none: total === 0,
    mails: found.map(mail => listed(mail, sight, mail.num === open?.mail.num)),
    mail: open && mailView(open, sight),
    places,
  };
}

function listed(mail: OpenedMail, { query }: Sight, current: boolean): ListedMail {
  const { subject, to, raw, arrivedAt } = mail;
  const href = hrefOf(mail, { query });
  return {
    href,
    to,
    subject,
    sender: senderOf(mail),
    time: timeOf(arrivedAt),
    size: sizeOf(raw.length),
    current,
  };
}

function mailView({ mail, ...said }: Opened, sight: Sight): MailView {
  const { num, subject, from, to, envelope, arrivedAt, raw, secure, oneClick } = mail;
  const { query, part } = sight;
  return {
    num,
    subject,
    from,
    to,
    sender: senderOf(mail),
    recipients: envelope.to.join(', '),
    arrived: timeOf(arrivedAt),
    size: sizeOf(raw.length),
    encrypted: secure,
    oneClick,
    back: `/mailbox${asQuery({ q: query })}`,
    parts: PARTS.filter(({ id }) => has(mail, id)).map(({ id, name }) => ({
      name,
      href: hrefOf(mail, { ...sight, part: id }),
      current: id === part,
    })),
    frame: FRAMED.includes(part) ? frameOf(mail, sight) : null,
    plain: part === 'text' ? (mail.text ?? '') : part === 'source' ? raw.toString() : null,
    ...said,
  };
}

/** Parts that lay the HTML out. */
const FRAMED: readonly PartId[] = ['html', 'phone', 'outlook'];

function frameOf(mail: OpenedMail, sight: Sight): MailView['frame'] {
  const { part, scheme, images } = sight;
  return {
    src: `/mailbox/${mail.num}/html${asQuery({ ...(part === 'outlook' && { part }), ...lookOf(sight) })}`,
    narrow: part === 'phone',
    schemes: SCHEMES.map(({ id, name }) => ({
      name,
      href: hrefOf(mail, { ...sight, scheme: id }),
      current: id === scheme,
    })),
    images: { name: 'No images', href: hrefOf(mail, { ...sight, images: !images }), current: !images },
  };
}

function has({ html, text }: OpenedMail, part: PartId): boolean {
  if (FRAMED.includes(part)) return html !== null;
  return part === 'text' ? text !== null : true;
}

function hrefOf({ num }: OpenedMail, sight: Partial<Sight>): string {
  const { query = '', part } = sight;
  return `/mailbox/${num}${asQuery({ ...(part && { part }), ...lookOf(sight), q: query })}`;
}

/** What of a sight concerns the frame; what is usual is not named. */
function lookOf({ scheme = 'light', images = true }: Partial<Sight>): Record<string, string> {
  return { ...(scheme !== 'light' && { scheme }), ...(!images && { images: 'off' }) };
}

function asQuery(fields: Record<string, string>): string {
  const query = new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== ''));
  return query.size > 0 ? `?${query}` : '';
}

function senderOf({ envelope }: OpenedMail): string {
  return envelope.from === '' ? '<>' : envelope.from;
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
