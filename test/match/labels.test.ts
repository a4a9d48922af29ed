import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { parseLabels } from '../../src/match/labels.ts';

describe('parseLabels', () => {
  it('reads titles, topics, optional topics and an abstract when there is one', () => {
    const text =
      '\ufeff[{"title":"T","topics":["a"],"optional":["b"],"abstract":"X","note":1},{"title":"U","topics":[]}]';
    expect(parseLabels(text, 'l.json')).toEqual([
      { title: 'T', topics: ['a'], optional: ['b'], abstract: 'X' },
      { title: 'U', topics: [], optional: [] },
    ]);
  });

  it.each([
    ['{"a":1', 'l.json is no JSON'],
    ['{}', 'expected a list of'],
    ['[]', 'expected at least one labelled paper'],
    ['[{"topics":[]}]', '#1 title: expected the title of a paper'],
    ['[{"title":"T","topics":"a"}]', '#1 topics: expected a list of topic ids'],
    ['[{"title":"T","topics":[]}, 3]', '#2: expected {"title"'],
  ])('says what is wrong with %j', (text, message) => {
    expect(() => parseLabels(text, 'l.json')).toThrow(UserError);
    expect(() => parseLabels(text, 'l.json')).toThrow(message);
  });
});
