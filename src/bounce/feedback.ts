import type { Evidence } from '../model/report.ts';
import { type Field, firstOf, readFields } from './fields.ts';

/** Feedback that is not a reader's wish (RFC 6430 §3, RFC 6591 §3, RFC 5965 §7.3). */
const NO_COMPLAINT = ['not-spam', 'auth-failure', 'dmarc', 'virus'];

/** What a feedback report says (RFC 5965 §3). */
export interface Feedback {
  /** Null when it is no complaint. */
  evidence: Evidence | null;
  /** Fields in which an address of ours may stand. */
  fields: Field[];
}

/** Reads the part of a feedback report that is for machines; null when it does not say what it is. */
export function readFeedback(part: string): Feedback | null {
  const fields = readFields(part);
  const type = /^[a-z-]{1,40}/.exec(firstOf(fields, 'feedback-type').toLowerCase())?.[0];
  if (!type) return null;
  const said = { class: null, code: null, enhanced: null, reply: null };
  return {
    evidence: NO_COMPLAINT.includes(type)
      ? null
      : { kind: 'complaint', ...said, reason: `complaint: ${type}` },
    fields,
  };
}
