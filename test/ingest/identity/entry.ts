import { entryKeys } from '../../../src/ingest/identity/entry-keys.ts';
import type { Entry } from '../../../src/model/paper.ts';
import { NOTHING_KNOWN } from '../../../src/model/paper.ts';

/** An entry with only the fields a test cares for, and the keys they prove. */
export function entry(title: string, fields: Partial<Entry> = {}): Entry {
  const facts = { ...NOTHING_KNOWN, line: 1, rawTitle: title, title, role: 'paper', ...fields } as const;
  return { ...facts, keys: entryKeys(facts) };
}
