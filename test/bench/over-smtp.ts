import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { createTransport } from 'nodemailer';
import { smtpTransport } from '../../src/deliver/smtp/smtp-transport.ts';
import { nullTransport } from '../../src/deliver/transport.ts';
import type { Message } from '../../src/model/message.ts';
import type { Parts } from '../../src/pipeline/parts.ts';
import { send } from '../../src/pipeline.ts';
import { openStore } from '../../src/store/store.ts';
import { openWorld, type World } from '../support/world.ts';

/** How fast one edition goes out over so many connections, in messages a second. */
export interface SmtpFigures {
  connections: number;
  /** Claimed, rendered, put on record at 354, handed over, answered; the ledger is on disk before each step. */
  paperboy: number;
  /** The same with the ledger in memory: what durability costs. */
  'ledger in memory': number;
  /** The bytes that are there already, by the library's own pool: no rendering, no ledger. */
  'pool of nodemailer': number;
}

/** Fills a world with an edition that is frozen and not delivered. */
export type Prepare = (parts: Parts) => Promise<void>;

/** Sends the same edition each way to a server in another process that keeps nothing. */
export async function overSmtp(
  edition: string,
  prepare: Prepare,
  connections: readonly number[],
): Promise<SmtpFigures[]> {
  const sink = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('sink.ts', import.meta.url))],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const [told] = await once(sink.stdout, 'data');
  const url = `smtp://127.0.0.1:${Number(told)}`;
  const figures: SmtpFigures[] = [];
  const mails = await rendered(edition, prepare);
  for (const count of connections) {
    const onDisk = await onWorld(edition, prepare, url, count, world => world.parts);
    const inMemory = await onWorld(edition, prepare, url, count, async world => ({
      ...world.parts,
      store: await openStore({ kind: 'sqlite', file: ':memory:' }, { clock: world.app.clock }),
    }));
    figures.push({
      connections: count,
      paperboy: onDisk,
      'ledger in memory': inMemory,
      'pool of nodemailer': await byPool(Number(told), count, mails),
    });
  }
  sink.stdin.end();
  return figures;
}

async function onWorld(
  edition: string,
  prepare: Prepare,
  url: string,
  connections: number,
  partsOf: (world: World) => Parts | Promise<Parts>,
): Promise<number> {
  const world = await openWorld();
  const parts = await partsOf(world);
  await prepare(parts);
  const transport = smtpTransport(`${url}?connections=${connections}`);
  const start = performance.now();
  const { states } = await send(
    parts,
    { edition, at: null },
    { transport, owner: 'bench', sleep: async () => {} },
  );
  const ms = performance.now() - start;
  await transport.close();
  await world.dispose();
  return perSecond(states.accepted ?? 0, ms);
}

/** The very messages, to be handed over by another. */
async function rendered(edition: string, prepare: Prepare): Promise<Message[]> {
  const world = await openWorld();
  await prepare(world.parts);
  const mails: Message[] = [];
  const works = nullTransport();
  const hand: typeof works.hand = (id, message, commit) => {
    mails.push(message);
    return works.hand(id, message, commit);
  };
  await world.send(edition, { ...works, hand });
  await world.dispose();
  return mails;
}

async function byPool(port: number, connections: number, mails: readonly Message[]): Promise<number> {
  const pool = createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    pool: true,
    maxConnections: connections,
  });
  const start = performance.now();
  await Promise.all(mails.map(({ envelope, raw }) => pool.sendMail({ envelope, raw })));
  const ms = performance.now() - start;
  pool.close();
  return perSecond(mails.length, ms);
}

function perSecond(count: number, ms: number): number {
  return Math.round((count / ms) * 1000);
}
