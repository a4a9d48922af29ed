import { createHash } from 'node:crypto';

/**
 * What a server did with a message or a connection. `taken`: it has the whole message, and a real server would deliver it now.
 * `refused`: it said no. `fault`: anything else that a script ordered.
 */
export interface ChaosLine {
  /** RFC 3339, UTC. */
  at: string;
  event: 'taken' | 'refused' | 'fault';
  /** The fault's name; null where all went well. */
  fault: string | null;
  /** Whether the client is told so: a message `taken` without an answer is what nobody but the server knows. */
  answered: boolean;
  /** Reply code; null without an answer. */
  code: number | null;
  /** Counts connections from 1. */
  connection: number;
  from: string | null;
  to: string[];
  messageId: string | null;
  /** SHA-256 of the message, hexadecimal; null while it has not all come. */
  hash: string | null;
}

/** Told of everything before the answer that belongs to it leaves; returns when it is written. */
export type Witness = (line: ChaosLine) => void;

/** What tells one message from another. */
export function traits(message: Buffer): { messageId: string | null; hash: string } {
  const end = message.indexOf('\r\n\r\n');
  const head = message.subarray(0, end < 0 ? message.length : end).toString('latin1');
  const messageId = /^message-id:\s*(<[^>]*>)/im.exec(head)?.[1] ?? null;
  return { messageId, hash: createHash('sha256').update(message).digest('hex') };
}
