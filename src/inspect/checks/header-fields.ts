import type { HeaderField } from '../headers/explain-header.ts';
import type { Finding } from '../inspection.ts';
import { fieldOf } from '../mime-tree.ts';
import type { OpenMail } from '../open-mail.ts';
import { counted, told, toldOf } from '../told.ts';

const REQUIRED = ['Date', 'From', 'To', 'Subject', 'Message-ID', 'MIME-Version'];
/** At most one each (RFC 5322 §3.6, RFC 2045, RFC 2919 §3, RFC 3834 §5.1, RFC 8058 §5). */
const SINGLE = new Set(
  'date from sender reply-to to cc bcc message-id in-reply-to references subject mime-version content-type content-transfer-encoding list-id list-unsubscribe list-unsubscribe-post auto-submitted'.split(
    ' ',
  ),
);
/** Far beyond any: what is longer is none. */
const LONGEST_MAILBOX = 2_000;
const MAILBOX = /^(?:(?:"(?:[^"\\]|\\.)*"|[^",;:<>@]*)\s*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/;
/** Asked for where a rule below leaves it open. */
const headers = 'headers' as const;

/** Fields that are missing, there twice, or not in their form. */
export function fieldProblems(mail: OpenMail): Finding[] {
  const { header } = mail;
  const missing = REQUIRED.filter(name => (fieldOf(header, name) ?? '').trim() === '');
  const twice = [...SINGLE].filter(
    name => header.filter(field => field.name.toLowerCase() === name).length > 1,
  );
  return [
    ...toldOf(
      headers,
      'fault',
      missing.length > 0 ? [missing.join(', ')] : [],
      () => `${counted(missing.length, 'field is', 'fields are')} missing or empty: ${missing.join(', ')}.`,
      'Add them: mail servers turn mail without them away.',
    ),
    ...toldOf(
      headers,
      'fault',
      twice,
      n => `${counted(n, 'field stands', 'fields stand')} twice: which one counts depends on the program.`,
      'Write it once.',
    ),
    ...ofDate(header),
    ...ofMessageId(mail),
    ...ofMailboxes(header),
    ...ofAutomation(mail),
    ...ofListId(header),
  ];
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const DATE =
  /^(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}(?::\d{2})? [+-]\d{4}$/;

function ofDate(header: readonly HeaderField[]): Finding[] {
  const date = fieldOf(header, 'date');
  if (date === null || date === '') return [];
  const named = DATE.exec(date);
  const todo = 'Write it as in Tue, 02 Jun 2026 07:00:00 +0000 (RFC 5322 §3.3).';
  if (!named || Number.isNaN(Date.parse(date))) {
    return [told(headers, 'fault', 'The Date is not in the form that mail has.', todo, date)];
  }
  // The weekday is that of the zone it is written in.
  const local = Date.parse(date.replace(/[+-]\d{4}$/, '+0000'));
  const weekday = DAYS[new Date(local).getUTCDay()];
  if (named[1] === undefined || named[1] === weekday) return [];
  return [told(headers, 'warning', `The Date names ${named[1]}, and that day is a ${weekday}.`, todo, date)];
}

function ofMessageId({ header, sender, facts }: OpenMail): Finding[] {
  const id = fieldOf(header, 'message-id');
  if (id === null || id === '') return [];
  const domain = /^<[^\s<>@]+@([^\s<>@]+)>$/.exec(id)?.[1];
  if (domain === undefined) {
    return [
      told(
        headers,
        'fault',
        'The Message-ID is not in its form.',
        'Write <letters@domain>, unlike any other.',
        id,
      ),
    ];
  }
  const own = sender.slice(sender.lastIndexOf('@') + 1);
  const isNobodys =
    /^(?:localhost|.*\.local|localdomain)$/i.test(domain) && !facts.publicUrl.includes('localhost');
  if (!isNobodys) return [];
  return [
    told(
      headers,
      'warning',
      `The Message-ID ends in ${domain}, which is the name of every machine.`,
      `Use a domain of yours: ${own}.`,
      id,
    ),
  ];
}

function ofMailboxes(header: readonly HeaderField[]): Finding[] {
  const mailboxIn = (name: string) => (fieldOf(header, name) ?? '').slice(0, LONGEST_MAILBOX);
  const [from, to] = [mailboxIn('from'), mailboxIn('to')];
  const isNameless = /^<?[^\s<>@]+@[^\s<>@]+>?$/.test(from);
  const others = ['cc', 'bcc'].filter(name => fieldOf(header, name) !== null);
  return [
    ...(from !== '' && !MAILBOX.test(from)
      ? [told(headers, 'fault', 'From is not one mailbox.', 'Set MAIL_FROM to Name <address>.', from)]
      : []),
    ...(isNameless
      ? [
          told(
            headers,
            'hint',
            'From has no name: the list of mails shows the address.',
            'Set MAIL_FROM to Name <address>.',
            from,
          ),
        ]
      : []),
    ...(to !== '' && !MAILBOX.test(to)
      ? [
          told(
            headers,
            'fault',
            'To is not one mailbox: readers see each other’s addresses.',
            'Write a mail for each of them.',
            to,
          ),
        ]
      : []),
    ...toldOf(
      headers,
      'fault',
      others,
      n => `The mail has ${counted(n, 'field')} for others who get it.`,
      'Take out Cc and Bcc: each reader has a mail of their own.',
    ),
  ];
}

function ofAutomation({ header }: OpenMail): Finding[] {
  const value = fieldOf(header, 'auto-submitted');
  if (value !== null && /^auto-generated(?:\s*;|$)/i.test(value)) return [];
  const found = value === null ? 'Auto-Submitted is missing' : `Auto-Submitted says ${value}`;
  return [
    told(
      headers,
      'warning',
      `${found}: out-of-office programs answer such mail.`,
      'Write Auto-Submitted: auto-generated (RFC 3834 §5).',
    ),
  ];
}

function ofListId(header: readonly HeaderField[]): Finding[] {
  const value = fieldOf(header, 'list-id');
  if (value === null || /^(?:[^<>]*\s)?<[^\s<>@.]+(?:\.[^\s<>@.]+)+>$/.test(value)) return [];
  return [
    told(
      headers,
      'fault',
      'List-Id is not in its form.',
      'Set LIST_ID to a name such as daily.example.org (RFC 2919).',
      value,
    ),
  ];
}
