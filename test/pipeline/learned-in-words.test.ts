import { expect, it } from 'vitest';
import { learnedInWords } from '../../src/pipeline/learned-in-words.ts';

const names = (id: string) => (id === 'llm' ? 'Language models' : id);

it('tells what was said of a heading, and what came of it', () => {
  const learned = learnedInWords(
    [
      {
        group: { kind: 'topic', key: 'llm' },
        more: 3,
        less: 1,
        opened: 2,
        state: 'learned',
        reasons: {
          liked: [
            { kind: 'words', text: 'state space' },
            { kind: 'topic', text: 'llm' },
          ],
          disliked: [{ kind: 'organisation', text: 'Larch Lab' }],
        },
      },
      {
        group: { kind: 'query', key: 'author:"Ada Larch"' },
        more: 0,
        less: 1,
        opened: 0,
        state: 'few',
        reasons: { liked: [], disliked: [] },
      },
      {
        group: { kind: 'query', key: 'diffusion OR flow' },
        more: 3,
        less: 0,
        opened: 0,
        state: 'soon',
        reasons: { liked: [], disliked: [] },
      },
    ],
    names,
  );
  expect(learned.map(({ heading }) => heading)).toEqual([
    'Language models',
    'By Ada Larch',
    'Your query: diffusion OR flow',
  ]);
  expect(learned[0]?.lines).toEqual([
    'More like it: 3; Less like it: 1; Opened: 2',
    'Sooner come papers with: state space, Language models',
    'Later come papers with: Larch Lab',
  ]);
  expect(learned[1]?.lines).toEqual(['Less like it: 1', expect.stringContaining('Too little yet')]);
  expect(learned[2]?.lines.at(-1)).toBe('The next mail goes by it.');
});
