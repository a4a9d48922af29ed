import { withoutAddresses } from '../model/incident.ts';
import type { Evidence } from '../model/report.ts';
import { classOfStatus, enhancedIn, type ReplyClass, readReply } from '../model/smtp-reply.ts';
import { type Field, firstOf, readFields } from './fields.ts';

/** Recipients that are read of one report: a mail of ours has one, behind which there may be a few. */
const MOST_RECIPIENTS = 20;
const LONGEST_REPLY = 500;
/** `5.1.1 (mailbox unknown)`. */
const LONGEST_STATUS = 100;

/** What a bounce means, in words. */
const REASONS: Readonly<Partial<Record<ReplyClass, string>>> = {
  dead: 'returned: no such mailbox',
  doubtful: 'returned: perhaps no such mailbox',
  full: 'returned: the mailbox is full',
  policy: 'returned: not wanted there',
  ours: 'returned: the mail itself is faulted',
};

/**
 * Reads the part of a report that is for machines (RFC 3464 §2, RFC 6533 §4): what became of each recipient, in
 * order. `text` is what the report says to people, for servers that tell no machine why. Recipients without an action
 * are left out: what became of them would be a guess.
 */
export function readDeliveryStatus(part: string, text: string): Evidence[] {
  return recipientsIn(readFields(part))
    .slice(0, MOST_RECIPIENTS)
    .flatMap(fields => evidenceOf(fields, text) ?? []);
}

/** Fields of which a recipient has one at most. */
const ONCE = ['original-recipient', 'final-recipient', 'action', 'status'];

/**
 * The fields of each recipient, as those of the report itself come before them. Blank lines should stand between; not
 * all servers write them, or only there: the next recipient begins where a field comes that this one has already.
 */
function recipientsIn(fields: readonly Field[]): Field[][] {
  const recipients: Field[][] = [];
  let current: Field[] = [];
  for (const field of fields) {
    if (ONCE.includes(field.name) && current.some(({ name }) => name === field.name)) {
      recipients.push(current);
      current = [];
    }
    current.push(field);
  }
  return [...recipients, current].filter(one => firstOf(one, 'action') !== '');
}

function evidenceOf(fields: readonly Field[], text: string): Evidence | null {
  // RFC 3464 §2.3.3; a comment may follow.
  const action = firstOf(fields, 'action')
    .slice(0, LONGEST_STATUS)
    .replace(/[\s(;].*$/s, '')
    .toLowerCase();
  if (action === 'failed') return bounce(fields, text);
  const said = { class: null, code: null, enhanced: statusOf(fields), reply: null };
  if (action === 'delayed') return { ...said, kind: 'delay', reason: 'a server still tries to deliver it' };
  if (action === 'delivered' || action === 'relayed' || action === 'expanded') {
    return { ...said, kind: 'arrival', reason: `a server reports: ${action}` };
  }
  return null;
}

/**
 * Status says what happened, unless it says only that something did; then the server's own words do (RFC 3464 §2.3.4,
 * §2.3.6). Given up after days of trying is no refusal (§2.3.3).
 */
function bounce(fields: readonly Field[], text: string): Evidence {
  // `smtp; 550 5.1.1 no such user`
  const diagnostic = firstOf(fields, 'diagnostic-code')
    .slice(0, LONGEST_REPLY)
    .replace(/^[\w-]+\s*;\s*/, '');
  const { code, enhanced: leading } = readReply(diagnostic);
  const status = statusOf(fields);
  const detailed = leading ?? enhancedIn(diagnostic);
  const enhanced = isVague(status) && !isVague(detailed) ? detailed : (status ?? detailed);
  const forNow = isVague(enhanced) && code !== null && code < 500;
  const meaning = forNow ? 'soft' : classOfStatus(enhanced, diagnostic || text, code);
  return {
    kind: 'bounce',
    class: meaning,
    code,
    enhanced,
    // Servers like to repeat the address; it belongs to nobody's ledger.
    reply: withoutAddresses(diagnostic) || null,
    reason: REASONS[meaning] ?? 'returned: given up after some time',
  };
}

function statusOf(fields: readonly Field[]): string | null {
  return enhancedIn(firstOf(fields, 'status').slice(0, LONGEST_STATUS));
}

/** RFC 3463 §3: a detail of 0 is "other or undefined". */
function isVague(enhanced: string | null): boolean {
  return enhanced === null || enhanced.endsWith('.0');
}
