/**
 * What was made of the newest few keys, made once each; what could not be made is made anew. A template that is being edited leaves its older
 * texts behind.
 */
export function keepLast<Value>(most: number): (key: string, make: () => Promise<Value>) => Promise<Value> {
  const kept = new Map<string, Value>();
  return async (key, make) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const value = await make();
    for (const oldest of kept.keys()) if (kept.size >= most) kept.delete(oldest);
    kept.set(key, value);
    return value;
  };
}
