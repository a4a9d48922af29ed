import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  classify,
  classOfStatus,
  enhancedIn,
  PHASES,
  type Phase,
  type ReplyClass,
  readReply,
} from '../../src/model/smtp-reply.ts';

const classOf = (text: string, phase: Phase = 'recipient') => classify(readReply(text), phase);

describe('what a reply means', () => {
  it.each<[text: string, phase: Phase, means: ReplyClass]>([
    ['250 2.0.0 Ok: queued as 4XyZ', 'end', 'accepted'],
    // The way there.
    ['421 4.3.2 Service shutting down', 'connect', 'relay'],
    ['554 no SMTP service here', 'connect', 'relay'],
    ['451 4.3.0 Temporary lookup failure', 'sender', 'relay'],
    ['452 4.3.1 Insufficient system resources', 'recipient', 'relay'],
    ['421 4.3.2 Service shutting down', 'recipient', 'relay'],
    ['421 closing', 'recipient', 'relay'],
    ['454 4.7.0 Temporary authentication failure', 'login', 'relay'],
    ['535 5.7.8 Authentication credentials invalid', 'login', 'config'],
    ['530 5.7.0 Authentication required', 'sender', 'config'],
    ['550 5.7.1 Sender address rejected: not owned by user', 'sender', 'config'],
    // Too fast, or too much.
    ['421 4.7.0 [TSS04] Messages temporarily deferred due to unexpected volume', 'end', 'throttle'],
    ['421 4.7.28 Our system has detected an unusual rate of mail', 'end', 'throttle'],
    ['450 4.2.1 The user is receiving mail too quickly', 'recipient', 'throttle'],
    ['452 4.5.3 Too many recipients', 'recipient', 'throttle'],
    ['452 4.3.1 daily message quota reached', 'sender', 'quota'],
    ['454 4.7.1 sending limit exceeded', 'recipient', 'quota'],
    ['451 hourly limit exceeded', 'end', 'quota'],
    ['550 5.4.5 Daily user sending limit exceeded', 'end', 'quota'],
    ['550 5.7.1 Daily SMTP relay sending limit exceeded', 'end', 'quota'],
    ['550 5.1.90 Your message cannot be sent: daily limit for message recipients', 'end', 'quota'],
    ['554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException', 'end', 'quota'],
    ['421 4.7.1 [TS03] All messages from 192.0.2.1 will be permanently deferred', 'end', 'throttle'],
    ['450 4.7.1 Error: too much mail from 192.0.2.1', 'sender', 'throttle'],
    // The message, for now.
    ['451 4.3.0 <a@example.org>: Temporary lookup failure', 'recipient', 'soft'],
    ['450 4.4.1 Connection timed out', 'end', 'soft'],
    ['451 4.7.1 Greylisted: please retry at a lower rate', 'recipient', 'soft'],
    ['452 Mailbox quota exceeded', 'recipient', 'full'],
    ['450 mailbox is over quota', 'recipient', 'full'],
    ['452 4.1.1 <a@example.org> user over quota', 'recipient', 'full'],
    ['451 4.3.0 mailbox quota exceeded', 'recipient', 'full'],
    ['450 4.7.1 Greylisted, try again later', 'recipient', 'soft'],
    ['451 4.2.0 Greylisted', 'recipient', 'soft'],
    ['450 come back later', 'recipient', 'soft'],
    ['452 4.2.2 Mailbox full', 'recipient', 'full'],
    ['552 5.2.2 Over quota', 'recipient', 'full'],
    ['552 mailbox full', 'end', 'full'],
    // The mailbox.
    ['550 5.1.1 User unknown', 'recipient', 'dead'],
    ['550 5.1.6 Mailbox has moved', 'recipient', 'dead'],
    ['553 5.1.3 Bad address syntax', 'recipient', 'dead'],
    ['550 5.7.13 User account disabled', 'recipient', 'dead'],
    ['550 5.1.2 Host unknown', 'recipient', 'doubtful'],
    ['556 5.1.10 Recipient address has null MX', 'recipient', 'doubtful'],
    ['550 5.2.1 Mailbox disabled', 'recipient', 'doubtful'],
    ['550 no', 'recipient', 'doubtful'],
    ['550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)', 'recipient', 'doubtful'],
    ['552 1 Requested mail action aborted, mailbox not found', 'recipient', 'doubtful'],
    ["554 delivery error: dd This user doesn't have a yahoo.com account", 'end', 'doubtful'],
    ['550 5.4.1 Recipient address rejected: Access denied', 'recipient', 'doubtful'],
    ['550 5.1.1 The email account that you tried to reach does not exist', 'end', 'dead'],
    // Us.
    ['550 The from address does not match a verified Sender Identity', 'end', 'policy'],
    ['550 no', 'end', 'policy'],
    ['550 message contains a virus', 'end', 'policy'],
    ['550 relay not permitted', 'recipient', 'policy'],
    ['550 authentication required', 'recipient', 'policy'],
    ['550 Sender verify failed', 'recipient', 'policy'],
    ['550 Domain example.org is not allowed to send', 'recipient', 'policy'],
    ['553 5.7.1 Sender address rejected: not owned by user', 'recipient', 'policy'],
    ['550 5.7.26 Unauthenticated email from example.org is not accepted', 'end', 'policy'],
    ['550 5.7.515 Access denied, sending domain does not meet the level', 'recipient', 'policy'],
    ['550 5.7.1 Message rejected as spam', 'end', 'policy'],
    ['554 5.7.1 Relay access denied', 'recipient', 'policy'],
    ['554 refused', 'end', 'policy'],
    ['550 blocked by our policy', 'recipient', 'policy'],
    ['451 4.7.32 DMARC alignment', 'end', 'policy'],
    ['552 too big', 'sender', 'ours'],
    ['552 5.3.4 Message too big', 'end', 'ours'],
    ['554 5.6.0 Malformed message', 'end', 'ours'],
    ['501 5.5.4 Syntax error', 'recipient', 'ours'],
  ])('%s, at %s: %s', (text, phase, means) => {
    expect(classOf(text, phase)).toBe(means);
  });

  it.each<[status: string, text: string, means: ReplyClass]>([
    ['5.1.1', '', 'dead'],
    ['4.4.7', 'queue life ended', 'soft'],
    ['4.2.2', 'mailbox full, given up', 'full'],
    ['4.1.1', 'unverified', 'soft'],
    ['5.0.0', 'rejected by our spam filter', 'policy'],
    ['5.0.0', 'something', 'doubtful'],
    ['5.7.999', 'whatever', 'policy'],
  ])('a report with status %s (%s): %s', (status, text, means) => {
    expect(classOfStatus(status, text)).toBe(means);
  });

  it('reads code and enhanced code where they stand, and nowhere else', () => {
    expect(readReply('550-5.1.1 first line')).toMatchObject({ code: 550, enhanced: '5.1.1' });
    expect(readReply('250 2.0.0 Ok 4.7.1')).toMatchObject({ code: 250, enhanced: '2.0.0' });
    expect(readReply('550 host 10.5.7.1 says no')).toMatchObject({ code: 550, enhanced: null });
    expect(readReply('hello')).toMatchObject({ code: null, enhanced: null });
    expect(enhancedIn('smtp; 550 5.7.26 unauthenticated')).toBe('5.7.26');
    expect(enhancedIn('from 192.5.2.10')).toBeNull();
  });

  it('never blames a reader for policy, our pace, our relay or our settings', () => {
    const policy = fc.integer({ min: 0, max: 999 }).filter(detail => detail !== 13 && detail !== 17);
    fc.assert(
      fc.property(policy, fc.constantFrom(...PHASES), fc.string(), (detail, phase, words) => {
        const means = classOf(`550 5.7.${detail} ${words}`, phase);
        expect(['policy', 'config', 'relay', 'quota']).toContain(means);
      }),
    );
    const delay = fc.integer({ min: 400, max: 499 });
    fc.assert(
      fc.property(delay, fc.constantFrom(...PHASES), fc.string(), (code, phase, words) => {
        expect(['dead', 'doubtful']).not.toContain(classOf(`${code} ${words}`, phase));
      }),
    );
  });
});
