/** Turns with each host: nobody is asked faster than they like. */
export interface Pace {
  /** Waits until `host` may be asked again. */
  turn: (host: string, signal?: AbortSignal) => Promise<void>;
}

/** How to know the time (ms), and to wait. */
export interface Waiting {
  now: () => number;
  sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

const SECOND_MS = 1000;
/** What hosts ask for in their terms; all below them too. */
const GAPS: ReadonlyMap<string, number> = new Map([['arxiv.org', 3 * SECOND_MS]]);

/** Milliseconds from one request to the next. */
export function gapOf(host: string): number {
  for (const [name, gap] of GAPS) if (host === name || host.endsWith(`.${name}`)) return gap;
  return SECOND_MS;
}

/** A pace for all that is asked in one process. The time of day may jump: nobody waits longer than one gap for the one before. */
export function openPace({ now, sleep }: Waiting): Pace {
  const asked = new Map<string, number>();
  const lines = new Map<string, Promise<void>>();

  async function wait(host: string, before: Promise<void> | undefined, signal?: AbortSignal): Promise<void> {
    await before?.catch(() => {});
    const last = asked.get(host);
    const gap = gapOf(host);
    const rest = last === undefined ? 0 : Math.min(gap, last + gap - now());
    if (rest > 0) await sleep(rest, signal);
    asked.set(host, now());
  }

  return {
    turn(host, signal) {
      const turn = wait(host, lines.get(host), signal);
      lines.set(host, turn);
      return turn;
    },
  };
}
