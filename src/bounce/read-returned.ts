import type { Evidence, Ignored, Returned, VerifyReturnPath } from '../model/report.ts';
import { isAutomatic, isWordyBounce } from './automatic.ts';
import { readDeliveryStatus } from './delivery-status.ts';
import { readFeedback } from './feedback.ts';
import { type Field, firstOf } from './fields.ts';
import { findDelivery, recipientsFirst } from './find-delivery.ts';
import { LARGEST_MAIL, type MailParts, takeApart } from './mail-parts.ts';

/** RFC 2369 §3.2: what mail programs write; a sentence that speaks of it is something else. */
const UNSUBSCRIBE = /^\s*(?:[a-z]{2,3}\s*:\s*)?unsubscribe\b/i;
const WANTS_NO_MORE: Evidence = {
  kind: 'unsubscribe',
  class: null,
  code: null,
  enhanced: null,
  reply: null,
  reason: 'its reader answered: unsubscribe',
};

/**
 * Reads a mail that came to the address of bounces: what it tells, and of which delivery. That is told only by an
 * address that `verify` knows as ours, wherever in it stands; reports are easy to forge, and what is forged is looked at
 * no further. Never throws, opens no link.
 */
export function readReturned(bytes: Uint8Array, verify: VerifyReturnPath): Returned {
  if (bytes.length > LARGEST_MAIL) return ignored('too-large');
  const mail = takeApart(bytes);
  const { status, feedback, returned } = mail;
  if (status !== null) {
    const fields = [...recipientsFirst(mail.header), ...returned.flat()];
    return about(fields, verify, () => readDeliveryStatus(status, mail.text));
  }
  if (feedback !== null) return complaint(feedback, mail, verify);
  return letter(mail, verify);
}

/** Providers send complaints to an address of their own choice: what they return names the delivery. */
function complaint(part: string, mail: MailParts, verify: VerifyReturnPath): Returned {
  const feedback = readFeedback(part);
  if (!feedback) return ignored('unreadable');
  const { evidence } = feedback;
  if (!evidence) return ignored('not-a-report');
  const fields = [...feedback.fields, ...mail.returned.flat(), ...recipientsFirst(mail.header)];
  return about(fields, verify, () => [evidence]);
}

/** A mail that is no report: of a server that knows no better, of a program, or of a person. */
function letter({ header, subject }: MailParts, verify: VerifyReturnPath): Returned {
  if (isWordyBounce(header, subject, firstOf(header, 'content-type'))) return ignored('unreadable');
  if (isAutomatic(header)) return ignored('auto-reply');
  if (!UNSUBSCRIBE.test(subject)) return ignored('not-a-report');
  const fields = [...recipientsFirst(header), { name: 'subject', value: subject }];
  return about(fields, verify, () => [WANTS_NO_MORE]);
}

function about(fields: readonly Field[], verify: VerifyReturnPath, read: () => Evidence[]): Returned {
  const delivery = findDelivery(fields, verify);
  if (!delivery) return ignored('no-token');
  const evidence = read();
  return evidence.length === 0 ? ignored('unreadable') : { kind: 'evidence', delivery, evidence };
}

function ignored(why: Ignored): Returned {
  return { kind: 'ignored', why };
}
