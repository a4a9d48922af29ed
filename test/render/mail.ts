import type { Selection } from '../../src/model/edition.ts';
import type { MailLinks } from '../../src/model/message.ts';
import type { Paper } from '../../src/model/paper.ts';
import {
  createRenderer,
  type EditionContext,
  type EditionRenderer,
  type Recipient,
  type Renderer,
} from '../../src/render/renderer.ts';
import { paper } from '../support/builders.ts';

export const TEMPLATES = new URL('../../templates/', import.meta.url).pathname;

let compiled: Promise<Renderer> | undefined;

/** The renderer with the templates that ship, compiled once for all tests. */
export function shippedRenderer(): Promise<Renderer> {
  compiled ??= createRenderer(TEMPLATES);
  return compiled;
}

/** An edition whose paper number `n` is the n-th of the list. */
export async function editionOf(
  papers: Partial<Paper>[],
  fields: Partial<EditionContext> = {},
  rendering: Promise<Renderer> = shippedRenderer(),
): Promise<EditionRenderer> {
  const stored = papers.map((given, num) => ({ ...paper({ id: `p${num}`, ...given }), num }));
  const renderer = await rendering;
  return renderer.edition({
    edition: '2025-09-16',
    from: { name: 'Paperboy', address: 'paperboy@example.org' },
    replyTo: null,
    listId: 'daily.example.org',
    listName: 'Paperboy',
    postalAddress: '1 Example Street, 10115 Berlin',
    papers: num => stored[num] as Paper,
    topicName: id => id,
    explain: () => [],
    idKey: Buffer.alloc(32, 7),
    ...fields,
  });
}

export function recipient(fields: Partial<Recipient> = {}): Recipient {
  return {
    num: 1,
    email: 'ada@example.net',
    name: null,
    preface: null,
    note: '',
    date: Date.UTC(2025, 8, 16, 5),
    envelopeFrom: 'bounce+1@example.org',
    ...fields,
  };
}

export function linksOf(person: number, base = 'https://papers.example.org'): MailLinks {
  return {
    unsubscribe: `${base}/unsubscribe/u${person}`,
    preferences: `${base}/preferences/u${person}`,
    view: `${base}/view/u${person}`,
    viewOf: edition => `${base}/view/${person}-${edition}`,
    tune: id => `${base}/tune/u${person}.${id}`,
    paper: id => `${base}/papers/${id}`,
    edition: `${base}/editions/2025-09-16`,
    home: `${base}/`,
  };
}

/** Cards under one topic. */
export function cards(nums: number[], fields: Partial<Selection> = {}): Selection {
  const papers = nums.map(num => ({ num, form: 'card' as const }));
  return {
    groups: [{ kind: 'topic', key: 'Reasoning', papers }],
    best: nums[0] ?? 0,
    more: 0,
    again: null,
    updates: null,
    ...fields,
  };
}
