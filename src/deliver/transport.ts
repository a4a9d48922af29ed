import type { DeliveryState } from '../model/delivery.ts';
import type { Message } from '../model/message.ts';

/** A transport's answer for one message. */
export interface Reply {
  state: Extract<DeliveryState, 'accepted' | 'deferred' | 'rejected' | 'unknown'>;
  /** SMTP reply code; null where there was no server, or no answer. */
  code: number | null;
  /** The reply's words, or what went wrong. */
  reply: string | null;
  /**
   * Whose fault a deferral is. `relay`: the server cannot be used by anybody now, so the next message
   * would fare no better; the attempt does not count. Absent: it concerns this one message.
   */
  fault?: 'relay';
}

/**
 * Puts on record that a message is about to be out of our hands. Called by a transport at the last moment
 * at which the message certainly reached nobody, and never again for the same message. False: it must not
 * be handed over (somebody else holds it by now, or its reader has left), and the transport drops it.
 */
export type Commit = () => Promise<boolean>;

/** Where messages go. The seam: the outbox here, SMTP beside it, nowhere for a measurement. */
export interface Transport {
  /** Said to people, e.g. `written to a folder, nobody got mail`. */
  description: string;
  /** Messages it takes at once; after a crash so many are in doubt at most. */
  concurrency: number;
  /**
   * True where the same message again is the same one (a file), so that a doubt is resolved by handing it
   * over once more. False where it would be a second copy: what is in doubt stays `unknown`.
   */
  idempotent: boolean;
  /**
   * Hands one message over. Null when `commit` said no. Throws when the transport itself is broken (a full
   * disk, a setting that cannot be right): after `commit` the message is in doubt then.
   */
  hand: (edition: string, message: Message, commit: Commit) => Promise<Reply | null>;
  close: () => Promise<void>;
}

/** Takes every message and keeps none: for measuring. */
export function nullTransport(): Transport {
  return {
    description: 'thrown away, nobody got mail',
    concurrency: 20,
    idempotent: true,
    hand: async (_edition, _message, commit) =>
      (await commit()) ? { state: 'accepted', code: null, reply: 'null' } : null,
    close: async () => {},
  };
}
