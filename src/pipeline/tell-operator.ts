import { randomUUID } from 'node:crypto';
import type { Transport } from '../deliver/transport.ts';
import { OPERATOR_MAIL } from '../model/incident.ts';
import type { Store } from '../store/store.ts';
import type { Parts } from './parts.ts';

/** Incidents in one mail; the rest is told by the next. */
const MOST = 20;
/** Who writes has this long: a mail server may take ten minutes over a final dot. */
const LEASE_MS = 15 * 60_000;
/** One at a time: processes side by side would each write the same mail. */
const TURN = { job: OPERATOR_MAIL, at: 0 };

/**
 * Mails what the operator was not told yet, in one mail, and returns how many incidents were told. What has no certain
 * answer is told again at the next call, under the same Message-ID; a mail that is refused for good is not, and is an
 * incident itself. Safe to call at any time, anywhere at once.
 */
export async function tellOperator(
  parts: Parts,
  { transport, to }: { transport: Transport; to: string },
): Promise<number> {
  const { incidents } = parts.store;
  // The common case costs one look.
  if ((await incidents.untold(1, parts.clock.now())).length === 0) return 0;
  return inTurn(parts, async () => {
    const { now } = parts.clock;
    const untold = await incidents.untold(MOST, now());
    if (untold.length === 0) return 0;
    const message = await parts.sign(parts.operatorMail(untold, to, now()));
    const folder = `operator/${new Date(now()).toISOString().replaceAll(':', '-')}`;
    const reply = await transport.hand(folder, message, async () => true);
    const isAccepted = reply?.class === 'accepted';
    if (!isAccepted && !reply?.final) return 0;
    for (const incident of untold) await incidents.told(incident, now());
    if (isAccepted) await incidents.close(OPERATOR_MAIL, now());
    else await incidents.open(OPERATOR_MAIL, `It was refused: ${reply.reply ?? 'without a word'}`, now());
    return isAccepted ? untold.length : 0;
  });
}

/** Does `work` while nobody else does; 0 when somebody else does. */
async function inTurn(
  { store, clock }: { store: Store; clock: Parts['clock'] },
  work: () => Promise<number>,
) {
  const owner = randomUUID();
  const now = clock.now();
  const claimed = await store.slots.claim({
    ...TURN,
    owner,
    now,
    until: now + LEASE_MS,
    longest: LEASE_MS,
    retry: { rest: 0, attempts: 1 },
  });
  if (!claimed) return 0;
  try {
    return await work();
  } finally {
    await store.slots.release(TURN, owner);
  }
}
