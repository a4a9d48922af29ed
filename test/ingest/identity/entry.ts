import { entryKeys } from '../../../src/ingest/identity/entry-keys.ts';
import type { Entry } from '../../../src/model/paper.ts';

/** An entry with only the fields a test cares for, and the keys they prove. */
export function entry(title: string, fields: Partial<Entry> = {}): Entry {
  const facts = {
    line: 1,
    rawTitle: title,
    title,
    abstract: null,
    url: null,
    codeUrl: null,
    projectUrl: null,
    arxivId: null,
    arxivVersion: null,
    doi: null,
    organisation: null,
    authorCount: null,
    comments: null,
    upvotes: null,
    publishedOn: null,
    ...fields,
  };
  return { ...facts, keys: entryKeys(facts) };
}
