import { expect, it } from 'vitest';
import { tuneView } from '../../../src/web/reader/tune-view.ts';

it('says of a paper from outside that its reader wished for one, and what made it that', () => {
  const frame = {
    paper: { title: 'A paper', link: '/papers/a' },
    action: '/tune/t?p=a',
    preferences: '/preferences/t',
    notice: null,
    people: [],
    muted: null,
    nameOf: () => '',
  };
  const view = tuneView(1, [], [], { ...frame, voices: '212 upvotes and 14 comments' });
  expect(view.without).toContain('outside of all that you follow');
  expect(view.without).toContain('212 upvotes and 14 comments');
  expect(tuneView(1, [], [], { ...frame, voices: null }).without).toBe(
    'Nothing that you follow brings this paper now.',
  );
});
