import type { MailLinks } from '../model/message.ts';
import type { EditionContext, Recipient } from './context.ts';
import { headerDate } from './header-date.ts';
import { mailboxField, phraseField, plainField, textField } from './headers.ts';

/**
 * The header of an edition's mail (RFC 5322 §3.6), each field ending in CRLF: list fields by
 * RFC 2919, 2369 and 8058, automatic-mail marks by RFC 3834. MIME fields are the composer's.
 */
export function messageFields(
  context: EditionContext,
  to: Recipient,
  links: MailLinks,
  messageId: string,
  subject: string,
): string {
  return [
    plainField('Date', headerDate(to.date)),
    mailboxField('From', context.from.name, context.from.address),
    mailboxField('To', to.name, to.email),
    context.replyTo === null ? '' : mailboxField('Reply-To', null, context.replyTo),
    textField('Subject', subject),
    plainField('Message-ID', messageId),
    phraseField('List-Id', context.listName, context.listId),
    plainField('List-Unsubscribe', `<${links.unsubscribe}>`),
    plainField('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
    plainField('Auto-Submitted', 'auto-generated'),
    plainField('Precedence', 'bulk'),
  ].join('');
}
