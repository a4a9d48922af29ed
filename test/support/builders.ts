import type { Paper } from '../../src/model/paper.ts';
import { DEFAULT_PREFERENCES, type Subscriber } from '../../src/model/subscriber.ts';
import type { NewSubscriber } from '../../src/store/subscribers.ts';

/** What a source that shows titles alone tells of a paper besides. */
export const NOTHING_KNOWN = {
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
};

/** A paper with only the fields a test cares for. */
export function paper(fields: Partial<Paper> & { id: string }): Omit<Paper, 'num'> {
  return {
    title: `Paper ${fields.id}`,
    ...NOTHING_KNOWN,
    firstSeen: '2026-01-05',
    lastSeen: '2026-01-05',
    ...fields,
  };
}

/** An active subscriber with only the fields a test cares for. */
export function reader(email: string, fields: Partial<Subscriber> = {}): NewSubscriber {
  return {
    ...DEFAULT_PREFERENCES,
    email,
    addressKey: email.toLowerCase(),
    name: null,
    status: 'active',
    pausedUntil: null,
    createdAt: 0,
    confirmedAt: 0,
    ...fields,
  } as NewSubscriber;
}
