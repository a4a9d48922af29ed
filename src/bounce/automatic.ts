import { type Field, firstOf } from './fields.ts';

/** True for what a program wrote, not a person (RFC 3834 §2, §5; RFC 2076 §3.9): it wants nothing and gets no answer. */
export function isAutomatic(header: readonly Field[]): boolean {
  const marked = /^\s*(?!no\b)\S/i.test(firstOf(header, 'auto-submitted'));
  const bulk = /^(bulk|junk|list|auto_reply)\b/i.test(firstOf(header, 'precedence'));
  const named = header.some(({ name }) => /^x-(autoreply|autorespond|autoreply-from)$/.test(name));
  return marked || bulk || named || hasNullSender(header);
}

/** True for what a mail server wrote about a mail it could not deliver, in words only: no machine may judge it. */
export function isWordyBounce(header: readonly Field[], subject: string, type: string): boolean {
  if (/^multipart\/report\b/i.test(type)) return !/disposition-notification/i.test(type);
  const fromServer = /\b(mailer-?daemon|postmaster|mail delivery (sub)?system)\b/i.test(
    firstOf(header, 'from'),
  );
  const tells =
    /undeliver|\bnot? delivered|returned mail|mail delivery|delivery (status|has failed|failure|problem)|failure notice|could not (be )?(sen[dt]|delivered)/i;
  return (fromServer || hasNullSender(header)) && (fromServer || tells.test(subject));
}

/** RFC 5321 §4.5.5; the server that stored the mail wrote it down. */
function hasNullSender(header: readonly Field[]): boolean {
  return header.some(({ name, value }) => name === 'return-path' && /^<\s*>$/.test(value));
}
