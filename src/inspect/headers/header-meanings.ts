/** What a header field is for, in words for people who never read a mail standard; and which standard says so. */
export interface HeaderMeaning {
  meaning: string;
  rfc: string;
}

/** By name in lower case: all that our mails have, and those that servers and programs add on the way. */
export const HEADER_MEANINGS: Readonly<Record<string, HeaderMeaning>> = {
  date: {
    meaning: 'When the mail was put in line. Mail programs sort by it, or by when it arrived.',
    rfc: 'RFC 5322 §3.6.1',
  },
  from: {
    meaning: 'Who it is from, as readers see it. DMARC compares its domain with who really sent the mail.',
    rfc: 'RFC 5322 §3.6.2',
  },
  sender: {
    meaning: 'Who handed it over, where that is somebody else than the author.',
    rfc: 'RFC 5322 §3.6.2',
  },
  'reply-to': {
    meaning: 'Where answers go; without it they go to the address in From.',
    rfc: 'RFC 5322 §3.6.2',
  },
  to: {
    meaning: 'Whom it is for. Each reader has a mail of their own, so nobody sees another address.',
    rfc: 'RFC 5322 §3.6.3',
  },
  cc: { meaning: 'Who gets a copy, for all recipients to see.', rfc: 'RFC 5322 §3.6.3' },
  bcc: { meaning: 'Who gets a copy unseen. It must not stand in a mail that left.', rfc: 'RFC 5322 §3.6.3' },
  subject: {
    meaning: 'The line in the list of mails, with the sender the reason to open it.',
    rfc: 'RFC 5322 §3.6.5',
  },
  'message-id': {
    meaning:
      'The name of this mail, unlike any other. A second attempt has the same, so that copies are recognised.',
    rfc: 'RFC 5322 §3.6.4',
  },
  'in-reply-to': { meaning: 'The mail that this one answers.', rfc: 'RFC 5322 §3.6.4' },
  references: {
    meaning: 'The mails before it in a conversation; programs group by it.',
    rfc: 'RFC 5322 §3.6.4',
  },
  'list-id': {
    meaning: 'The name of the list, which never changes: readers can filter by it, whatever the subject.',
    rfc: 'RFC 2919 §3',
  },
  'list-unsubscribe': {
    meaning: 'Where a mail program unsubscribes its reader; it draws a button for it beside the sender.',
    rfc: 'RFC 2369 §3.2',
  },
  'list-unsubscribe-post': {
    meaning:
      'Says that one click is enough: the program sends this very text to the address above, without any page.',
    rfc: 'RFC 8058 §3.1',
  },
  'list-help': { meaning: 'Where the list explains itself.', rfc: 'RFC 2369 §3.1' },
  'list-subscribe': { meaning: 'Where one joins the list.', rfc: 'RFC 2369 §3.3' },
  'list-post': { meaning: 'Where mail to the list goes; NO where nobody may write.', rfc: 'RFC 2369 §3.4' },
  'list-owner': { meaning: 'Whom to write to about the list.', rfc: 'RFC 2369 §3.5' },
  'list-archive': { meaning: 'Where older mails of the list can be read.', rfc: 'RFC 2369 §3.6' },
  precedence: {
    meaning: 'An old way to say that many get this mail: out-of-office programs leave it alone.',
    rfc: 'RFC 3834 §2',
  },
  'auto-submitted': {
    meaning: 'Says that a program wrote it, so that other programs do not answer.',
    rfc: 'RFC 3834 §5',
  },
  'feedback-id': {
    meaning: 'What Gmail counts complaints by in its report for senders.',
    rfc: 'Gmail, no RFC',
  },
  'mime-version': {
    meaning: 'Says that the body has parts and encodings by the MIME standard. Always 1.0.',
    rfc: 'RFC 2045 §4',
  },
  'content-type': {
    meaning:
      'What the body is. In multipart/alternative the same thing stands twice, and the last that a program can show is shown.',
    rfc: 'RFC 2045 §5, RFC 2046 §5.1.4',
  },
  'content-transfer-encoding': {
    meaning: 'How bytes are written so that every mail server passes them on unchanged.',
    rfc: 'RFC 2045 §6',
  },
  'content-disposition': { meaning: 'Whether a part is shown, or offered as a file.', rfc: 'RFC 2183 §2' },
  'content-language': { meaning: 'The language of the body.', rfc: 'RFC 3282 §2' },
  'content-id': {
    meaning: 'A name for a part that other parts may point to, such as a picture.',
    rfc: 'RFC 2392 §2',
  },
  'dkim-signature': {
    meaning:
      'A signature of the sending domain over the body and the fields named in h=: whoever changes these breaks it.',
    rfc: 'RFC 6376 §3.5',
  },
  'domainkey-signature': { meaning: 'What came before DKIM; nobody checks it any more.', rfc: 'RFC 4870' },
  received: {
    meaning: 'One stamp of each mail server on the way, the newest on top: who gave it to whom, and when.',
    rfc: 'RFC 5321 §4.4',
  },
  'return-path': {
    meaning:
      'Where reports go when it cannot be delivered. Noted by the last server; ours differ for every mail.',
    rfc: 'RFC 5321 §4.4',
  },
  'delivered-to': { meaning: 'The mailbox it was put into, noted by its server.', rfc: 'RFC 9228 §3' },
  'x-original-to': { meaning: 'The address it came in for, noted by the server.', rfc: 'Postfix, no RFC' },
  'received-spf': {
    meaning: 'What a server found when it asked whether that machine may send for the domain.',
    rfc: 'RFC 7208 §9.1',
  },
  'authentication-results': {
    meaning:
      'What the reader’s server found when it checked SPF, DKIM and DMARC. Only that of the own server counts.',
    rfc: 'RFC 8601 §2',
  },
  'arc-seal': {
    meaning: 'Seals what earlier servers found, when a mail is passed on.',
    rfc: 'RFC 8617 §4.1.3',
  },
  'arc-message-signature': {
    meaning: 'A signature like DKIM’s by a server that passed the mail on.',
    rfc: 'RFC 8617 §4.1.2',
  },
  'arc-authentication-results': {
    meaning: 'What a server that passed the mail on had found about it.',
    rfc: 'RFC 8617 §4.1.1',
  },
  'errors-to': { meaning: 'An old wish for where reports go; servers ignore it.', rfc: 'RFC 2076 §3.5' },
  importance: { meaning: 'How important the sender thinks it is.', rfc: 'RFC 2156 §5.3.4' },
  'x-priority': { meaning: 'How important the sender thinks it is. Filters distrust it.', rfc: 'no RFC' },
  'x-mailer': { meaning: 'The program that wrote the mail.', rfc: 'no RFC' },
  'user-agent': { meaning: 'The program that wrote the mail.', rfc: 'no RFC' },
  'x-spam-status': { meaning: 'What a spam filter made of it.', rfc: 'SpamAssassin, no RFC' },
  'x-spam-score': { meaning: 'What a spam filter made of it, as points.', rfc: 'no RFC' },
  'disposition-notification-to': {
    meaning: 'Asks for a report when the mail is read. No list should.',
    rfc: 'RFC 8098 §2.1',
  },
};

/** Tags of a signature (RFC 6376 §3.5). */
export const DKIM_TAGS: Readonly<Record<string, string>> = {
  v: 'version',
  a: 'how it is signed',
  b: 'the signature itself',
  bh: 'hash of the body',
  c: 'which changes of white space are forgiven, in header and body',
  d: 'the domain that signs',
  h: 'the fields that are signed',
  i: 'for whom the domain signs',
  l: 'how much of the body is signed; what stands behind it may be anybody’s',
  q: 'where the key is found',
  s: 'the selector: the key stands in DNS at <selector>._domainkey.<domain>',
  t: 'when it was signed, in seconds since 1970',
  x: 'when the signature expires, in seconds since 1970',
  z: 'the fields as they were when signed',
};

/** Checks of a receiving server (RFC 8601 §2.7). */
export const AUTHENTICATION_METHODS: Readonly<Record<string, string>> = {
  spf: 'whether that machine may send for the domain of the return path',
  dkim: 'whether the signature holds',
  dmarc: 'whether one of both belongs to the domain of From',
  arc: 'whether the seals of those who passed it on hold',
  auth: 'whether the sender had logged in',
  iprev: 'whether the name of the machine leads back to it',
};
