import type { Message } from '../model/message.ts';
import type { Phase, ReplyClass } from '../model/smtp-reply.ts';

/** A transport's answer for one message. */
export interface Reply {
  /** What it means. */
  class: ReplyClass;
  /** How far the conversation had come; null where there was none. */
  phase: Phase | null;
  /** SMTP reply code; null where there was no server, or no answer. */
  code: number | null;
  /** Enhanced status code (RFC 3463), where the server gave one. */
  enhanced: string | null;
  /** The reply's words, or what went wrong. */
  reply: string | null;
  /**
   * True when the server was tried as long as patience goes, or waiting will not help: the next message would fare
   * no better. Left out: it may have been this one message.
   */
  hopeless?: true;
  /** True for a 5xx, which is not to be tried again (RFC 5321 §4.2.1). */
  final?: true;
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
  /** Names the way messages take, e.g. `mail.example.org:587`: throttles and attempts are written down by it. */
  relay: string;
  /** Messages it takes at once; after a crash so many are in doubt at most. */
  concurrency: number;
  /** Most messages a second, as its operator wishes; null: as fast as it goes. */
  perSecond: number | null;
  /**
   * True where the same message again is the same one (a file), so that a doubt is resolved by handing it
   * over once more. False where it would be a second copy: what is in doubt stays `unknown`.
   */
  idempotent: boolean;
  /**
   * Hands one message over. Null when `commit` said no, or when `signal` ended the wait for a connection. Throws when the transport itself is broken (a full
   * disk, a setting that cannot be right): after `commit` the message is in doubt then.
   */
  hand: (edition: string, message: Message, commit: Commit, signal?: AbortSignal) => Promise<Reply | null>;
  close: () => Promise<void>;
}

/** What a transport without a server says of a message it has taken. */
export function taken(reply: string): Reply {
  return { class: 'accepted', phase: null, code: null, enhanced: null, reply };
}

/** Takes every message and keeps none: for measuring. */
export function nullTransport(): Transport {
  return {
    description: 'thrown away, nobody got mail',
    relay: 'null',
    concurrency: 20,
    perSecond: null,
    idempotent: true,
    hand: async (_edition, _message, commit) => ((await commit()) ? taken('null') : null),
    close: async () => {},
  };
}
