import type { DeliveryState } from '../model/delivery.ts';
import type { Message } from '../model/message.ts';

/** A transport's answer for one message. */
export interface Reply {
  state: Extract<DeliveryState, 'accepted' | 'deferred' | 'rejected' | 'unknown'>;
  /** SMTP reply code; null where there was no server. */
  code: number | null;
  /** The reply's words. */
  reply: string | null;
}

/** Where messages go. The seam: the outbox here, SMTP beside it, nowhere for a measurement. */
export interface Transport {
  /** Said to people, e.g. `written to a folder, nobody got mail`. */
  description: string;
  /** Hands one message over. Throws when the transport itself is broken: the message is in doubt then. */
  hand: (edition: string, message: Message) => Promise<Reply>;
  close: () => Promise<void>;
}

/** Takes every message and keeps none: for measuring. */
export function nullTransport(): Transport {
  return {
    description: 'thrown away, nobody got mail',
    hand: async () => ({ state: 'accepted', code: null, reply: 'null' }),
    close: async () => {},
  };
}
