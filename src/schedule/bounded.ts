/** How long something may go on without getting anywhere, and what becomes of it then. */
export interface Bound {
  /** In words, as in `reading the sources`. */
  what: string;
  /** In milliseconds. */
  limit: number;
  /** Asks it to end early, too. */
  signal?: AbortSignal | undefined;
  /** What was asked to end has this long to do so, in milliseconds. */
  lastChance: number;
}

/**
 * Does work that must not hang for ever. When `limit` has passed since it began, or since it last called `progress`, its signal asks
 * it to end, and it has failed, whatever it returns; what does not listen is left to itself, so that the next can go on. So is what
 * goes on long after it was asked to stop.
 */
export async function bounded<T>(
  { what, limit, signal, lastChance }: Bound,
  work: (signal: AbortSignal, progress: () => void) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const minutes = Math.round(limit / 6_000) / 10;
  const tooLong = new Error(`${what} got nowhere for ${minutes} minutes, and was broken off`);
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  let leave: (error: Error) => void = () => {};
  const left = new Promise<never>((_, reject) => {
    leave = reject;
  });
  const after = (ms: number, then: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(then, ms);
  };
  const breakOff = () => {
    isLate = true;
    own.abort(tooLong);
    after(lastChance, () => leave(tooLong));
  };
  const progress = () => {
    if (!own.signal.aborted) after(limit, breakOff);
  };
  const onStop = () => {
    own.abort(signal?.reason);
    after(lastChance, () => leave(new Error(`${what} did not end when it was asked to, and was left`)));
  };
  progress();
  if (signal?.aborted) onStop();
  else signal?.addEventListener('abort', onStop, { once: true });
  try {
    const result = await Promise.race([work(own.signal, progress), left]);
    if (isLate) throw tooLong;
    return result;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onStop);
  }
}
