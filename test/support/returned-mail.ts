// Mails as mail servers and readers write them when one of ours came to an address, or did not.

/** A report of delivery (RFC 3464) to the envelope sender `to` of a mail. */
export function deliveryReport(
  to: string,
  {
    action = 'failed',
    status = '5.1.1',
    diagnostic = '',
  }: Partial<Record<'action' | 'status' | 'diagnostic', string>>,
): Buffer {
  return mail([
    'Return-Path: <>',
    `Delivered-To: ${to}`,
    'From: MAILER-DAEMON@mx.example.net (Mail Delivery System)',
    `To: ${to}`,
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="report"',
    '',
    '--report',
    'Content-Type: text/plain',
    '',
    'I am sorry to have to inform you.',
    '--report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.net',
    '',
    'Final-Recipient: rfc822; somebody@example.net',
    `Action: ${action}`,
    `Status: ${status}`,
    ...(diagnostic ? [`Diagnostic-Code: smtp; ${diagnostic}`] : []),
    '',
    '--report--',
  ]);
}

/** A complaint (RFC 5965) about the mail with this envelope sender, sent to an address of the provider's choice. */
export function complaint(envelopeFrom: string, type = 'abuse'): Buffer {
  return mail([
    'From: feedback@provider.example',
    'To: complaints@example.org',
    'Subject: FW: 12 new papers',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="report"',
    '',
    '--report',
    'Content-Type: text/plain',
    '',
    'This is an abuse report.',
    '--report',
    'Content-Type: message/feedback-report',
    '',
    `Feedback-Type: ${type}`,
    'User-Agent: Provider/1',
    'Version: 1',
    'Original-Rcpt-To: redacted@provider.example',
    '--report',
    'Content-Type: message/rfc822',
    '',
    `Return-Path: <${envelopeFrom}>`,
    'Subject: 12 new papers',
    '',
    'Hello.',
    '--report--',
  ]);
}

/** An answer to the address `to`; automatic when `marks` say so. */
export function answer(to: string, subject: string, marks: readonly string[] = []): Buffer {
  return mail([
    ...marks,
    'From: Somebody <else@example.net>',
    `To: ${to}`,
    `Subject: ${subject}`,
    '',
    'Hello.',
  ]);
}

function mail(lines: readonly string[]): Buffer {
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
}
