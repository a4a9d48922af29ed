/**
 * Keeps what was made last, at most `most` of it, each under a key that changes whenever it would be made differently. Who
 * asks for the same at once waits for the same; what failed is made anew.
 */
export function keepFew<T>(most: number): (key: string, make: () => Promise<T>) => Promise<T> {
  const kept = new Map<string, Promise<T>>();
  return (key, make) => {
    const made = kept.get(key) ?? make();
    // The one that was asked for least lately goes first.
    kept.delete(key);
    kept.set(key, made);
    made.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return made;
  };
}
