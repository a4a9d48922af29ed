import { faultNamed } from '../../src/dev/chaos/faults.ts';
import type { ChaosLine } from '../../src/dev/chaos/witness.ts';
import { type DeliveryReport, OPEN_STATES } from '../../src/model/delivery.ts';
import type { EditionReport } from '../../src/pipeline.ts';

/** All that is known when everything is over. */
export interface Evidence {
  /** What the mail server saw: the only witness. */
  lines: readonly ChaosLine[];
  /** The ledger. */
  rows: readonly DeliveryReport[];
  /** The accounts that `send` printed last. */
  accounts: EditionReport;
  audience: number;
  /** Acts that end or outlast a conversation: kills, long stops, restarts of the database. */
  blows: number;
  /** Messages a sender may have under way at once. */
  connections: number;
  surprises: readonly string[];
}

/** One promise, and what breaks it. */
export interface Check {
  promise: string;
  /** Everything that breaks it, in words; empty: it holds. */
  broken: string[];
}

export interface Judgement {
  checks: Check[];
  figures: Record<string, number>;
}

/** Holds the ledger against the witness. */
export function judge(evidence: Evidence): Judgement {
  const { lines, rows, accounts, audience, blows, connections, surprises } = evidence;
  const taken = new Map<string, ChaosLine[]>();
  const refused = new Set<string>();
  const doubtful = new Set<string>();
  for (const line of lines) {
    for (const email of line.to) {
      if (line.event === 'taken') taken.set(email, [...(taken.get(email) ?? []), line]);
      if (line.event === 'refused') refused.add(email);
      if (isDoubtful(line)) doubtful.add(email);
    }
  }
  const name = (row: DeliveryReport) => `${row.email} is ${row.state} (${row.reply ?? row.reason ?? ''})`;
  const those = (breaks: (row: DeliveryReport) => boolean) => rows.filter(breaks).map(name);
  const isTaken = (row: DeliveryReport) => taken.has(row.email ?? '');
  const unknown = rows.filter(row => row.state === 'unknown');
  const ours = unknown.filter(row => !doubtful.has(row.email ?? ''));
  const states = Object.values(accounts.states).reduce((sum, count) => sum + count, 0);
  const skipped = Object.values(accounts.skipped).reduce((sum, count) => sum + count, 0);
  const known = new Set(rows.map(row => row.email));
  return {
    checks: [
      { promise: 'nobody got two copies', broken: twice(lines) },
      {
        promise: 'whoever is told to have it has it (accepted ⊆ taken)',
        broken: those(row => row.state === 'accepted' && !isTaken(row)),
      },
      {
        promise: 'whoever has it is accepted or unknown (taken \\ accepted ⊆ unknown)',
        broken: those(row => isTaken(row) && row.state !== 'accepted' && row.state !== 'unknown'),
      },
      {
        promise: 'only who was refused is rejected',
        broken: those(row => row.state === 'rejected' && !refused.has(row.email ?? '')),
      },
      { promise: 'every row has come to an end', broken: those(row => OPEN_STATES.includes(row.state)) },
      {
        promise: 'audience = Σ states + Σ skipped, and the ledger has everybody',
        broken:
          states + skipped === audience && accounts.audience === audience && rows.length === states
            ? []
            : [`${states} states + ${skipped} skipped, ${rows.length} rows; ${audience} subscribers`],
      },
      {
        promise: 'the ledger knows all who got mail',
        broken: [...taken.keys()].filter(email => !known.has(email)),
      },
      {
        promise: 'a blow leaves at most as many unknown as messages were under way',
        broken: ours.length <= blows * connections ? [] : [`${ours.length} unknown after ${blows} blows`],
      },
      { promise: 'senders end when they are told to, and only then', broken: [...surprises] },
    ],
    figures: {
      deliveries: rows.length,
      accepted: accounts.states.accepted ?? 0,
      rejected: accounts.states.rejected ?? 0,
      unknown: unknown.length,
      'unknown: no word from the server': unknown.length - ours.length,
      'unknown: the sender died or slept': ours.length,
      'of these for each blow': blows > 0 ? rounded(ours.length / blows) : 0,
      'share of the unknown that had arrived':
        unknown.length > 0 ? rounded(unknown.filter(isTaken).length / unknown.length) : 0,
      'faults of the mail server': lines.filter(line => line.fault !== null).length,
      duplicates: twice(lines).length,
    },
  };
}

/** Messages that were taken more than once, and messages that were not the same bytes each time. */
function twice(lines: readonly ChaosLine[]): string[] {
  const seen = new Map<string, ChaosLine>();
  const found: string[] = [];
  for (const line of lines) {
    if (line.messageId === null || line.hash === null) continue;
    const before = seen.get(line.messageId);
    if (before && before.hash !== line.hash) found.push(`${line.messageId} to ${line.to} changed`);
    if (before?.event === 'taken' && line.event === 'taken') {
      found.push(`${line.messageId} to ${line.to} at ${before.at} and ${line.at}`);
    }
    if (before?.event !== 'taken') seen.set(line.messageId, line);
  }
  return found;
}

/** True when the mail server itself left a sender without the answer to a message. */
function isDoubtful({ fault, answered }: ChaosLine): boolean {
  return !answered && fault !== null && faultNamed(fault)?.lesson === 'ambiguous';
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
