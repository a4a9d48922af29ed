import { nullTransport, type Reply, type Transport, taken } from '../../src/deliver/transport.ts';
import type { Message } from '../../src/model/message.ts';

/** What becomes of a message. */
export type Fate = 'accepted' | 'unknown' | 'rejected';

const SAID: Record<Fate, Reply> = {
  accepted: taken('kept'),
  unknown: { class: 'unanswered', phase: 'end', code: null, enhanced: null, reply: 'silence' },
  rejected: { class: 'ours', phase: 'end', code: 554, enhanced: null, reply: 'too large', final: true },
};

/** A server that does to each message what `fateOf` says, and never the same message twice. */
export function fates(
  fateOf: (edition: string, email: string) => Fate,
): Transport & { messages: Map<string, Message> } {
  const messages = new Map<string, Message>();
  return {
    ...nullTransport(),
    idempotent: false,
    messages,
    hand: async (edition, message, commit) => {
      if (!(await commit())) return null;
      messages.set(message.envelope.to, message);
      return SAID[fateOf(edition, message.envelope.to)];
    },
  };
}
