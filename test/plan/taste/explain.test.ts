import { expect, it } from 'vitest';
import { reasonsOf } from '../../../src/plan/taste/explain.ts';
import { AUTHOR, TOPIC, termBook } from '../../../src/plan/taste/terms.ts';
import { spokenOf } from './build.ts';

const book = termBook();
const liked = [
  spokenOf(book, 'Fast Speculative Decoding', { topics: ['inference'] }),
  spokenOf(book, 'On speculative decoding with KV caches', { topics: ['inference'] }),
  spokenOf(book, 'Caches for KV and more', { authors: ['Ada Lovelace'] }),
];
const disliked = [spokenOf(book, 'Pruning heads by pruning'), spokenOf(book, 'The pruning of layers')];
const told = (...weights: [string, number][]) => reasonsOf({ weights }, { liked, disliked }, book);

it('tells words as papers write them, and two that stand together as one', () => {
  const { liked: reasons } = told(['decoding', 1], ['speculative', 0.9], ['kv', 0.5]);
  expect(reasons).toEqual([
    { kind: 'words', text: 'speculative decoding' },
    { kind: 'words', text: 'KV' },
  ]);
});

it('tells topics and people by name', () => {
  const { liked: reasons } = told([`${TOPIC}inference`, 1], [`${AUTHOR}Ada Lovelace`, 1]);
  // One paper of hers is no taste.
  expect(reasons).toEqual([{ kind: 'topic', text: 'inference' }]);
});

it('tells what they asked less of apart, and nothing of papers they did not speak of', () => {
  expect(told(['pruning', -1], ['speculative', 1], ['volcano', 2], ['volcanoes', -2])).toEqual({
    liked: [{ kind: 'words', text: 'speculative' }],
    disliked: [{ kind: 'words', text: 'pruning' }],
  });
});

it('leaves out what tells little beside the rest', () => {
  expect(told(['speculative', 1], ['decoding', 0.01]).liked).toEqual([
    { kind: 'words', text: 'speculative' },
  ]);
});
