import { createHash } from 'node:crypto';
import { inspect } from '../../inspect/inspect.ts';
import type { InspectFacts, Inspection } from '../../inspect/inspection.ts';

/** Mails whose inspection is kept: whoever switches views looks at the same one again and again. */
const KEPT = 8;

/** Inspects mails, and knows the last ones by their bytes. */
export function openInspections(facts: InspectFacts): (raw: Buffer) => Promise<Inspection> {
  const known = new Map<string, Promise<Inspection>>();
  return raw => {
    const key = createHash('sha256').update(raw).digest('hex');
    const found = known.get(key) ?? inspect(raw, facts);
    known.delete(key);
    known.set(key, found);
    for (const oldest of known.keys()) if (known.size > KEPT) known.delete(oldest);
    return found;
  };
}
