import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { systemClock } from '../../clock.ts';
import { selfSigned } from './certificate.ts';
import { converse } from './conversation.ts';
import { openCues } from './cues.ts';
import { openLine } from './line.ts';
import type { Rule } from './script.ts';
import type { Witness } from './witness.ts';

export interface ChaosOptions {
  script: readonly Rule[];
  /** The same one does the same to the same addresses. */
  seed: number;
  /** 0, the default: any free one. */
  port?: number;
  /** Offers STARTTLS with this key and certificate, PEM; `true`: with one made for the occasion. */
  tls?: true | { key: string; cert: string };
  witness?: Witness;
  now?: () => number;
  /** Told when the witness cannot write: from there on nothing is true. Left out: the process ends. */
  onBroken?: (error: unknown) => void;
}

/** A mail server that has bad days. */
export interface ChaosServer {
  /** As SMTP_URL wants it. */
  url: string;
  port: number;
  /** Connections open now. */
  connections: () => number;
  /** Ends every connection where it stands, and frees the port. */
  close: () => Promise<void>;
}

/** In bytes; ours stay below 100 KB. */
const SIZE = 10 * 1024 * 1024;

/** Starts one on this machine; it keeps no mail. Rejects with the error of the system when the port is taken. */
export async function openChaosServer(options: ChaosOptions): Promise<ChaosServer> {
  const {
    script,
    seed,
    port = 0,
    tls,
    witness = () => {},
    now = systemClock.now,
    onBroken = giveUp,
  } = options;
  const house = {
    cues: openCues(script, seed),
    witness,
    now,
    tls: tls ? createSecureContext(tls === true ? selfSigned(now()) : tls) : null,
    size: SIZE,
  };
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer(socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    converse(openLine(socket), ++count, house).catch(onBroken);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const chosen = address !== null && typeof address === 'object' ? address.port : port;
  return {
    url: `smtp://127.0.0.1:${chosen}`,
    port: chosen,
    connections: () => sockets.size,
    async close() {
      for (const socket of sockets) socket.destroy();
      await once(server.close(), 'close');
    },
  };
}

function giveUp(error: unknown): never {
  throw error;
}
