import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { parseCatalogue } from '../../src/match/catalogue.ts';
import { MistakeError } from '../../src/mistake.ts';

function mistakesIn(yaml: string): string {
  try {
    parseCatalogue(yaml, 'topics.yaml');
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return '';
}

describe('parseCatalogue', () => {
  it('reads weights by name and by number', () => {
    const { topics } = parseCatalogue(
      `topics:
  - id: bees
    name: Bees
    description: All about bees.
    threshold: 0.4
    terms:
      strong: [honey bee]
      1.5: [hive]
      ignore: [spelling bee]
      against: [wasp]
`,
      'topics.yaml',
    );
    expect(topics).toEqual([
      {
        id: 'bees',
        name: 'Bees',
        description: 'All about bees.',
        threshold: 0.4,
        lexicon: expect.arrayContaining([
          { text: 'honey bee', weight: 2 },
          { text: 'hive', weight: 1.5 },
          { text: 'spelling bee', weight: 0 },
          { text: 'wasp', weight: -1 },
        ]),
      },
    ]);
  });

  it('takes a plain list of terms as normal ones, and a topic without terms', () => {
    const { topics } = parseCatalogue(
      'topics: [{id: a, name: A, terms: [x, 3]}, {id: b, name: B, description: bees}]',
      't.yaml',
    );
    expect(topics[0]?.lexicon).toEqual([
      { text: 'x', weight: 1 },
      { text: '3', weight: 1 },
    ]);
    expect(topics[1]).toMatchObject({ lexicon: [], threshold: 0.5 });
  });

  it('names every mistake at once with its line and column', () => {
    const message = mistakesIn(`topics:
  - id: Big Data
    name: Data
    threshold: 7
    terms:
      strnog: [data]
  - id: b
    terms:
      strong: data
      weak: ["--"]
    colour: red
`);
    expect(message).toContain('topics.yaml:2:9: topics #1 id: expected small letters');
    expect(message).toContain('topics.yaml:4:16: topics #1 threshold: expected less than 1');
    expect(message).toMatch(/topics.yaml:6:\d+: topics #1 terms strnog: expected strong, normal/);
    expect(message).toContain('topics #2 name: expected a name');
    expect(message).toContain('topics.yaml:9:15: topics #2 terms strong: expected a list of terms');
    expect(message).toMatch(/topics.yaml:10:\d+: topics #2 terms weak #1: expected a word/);
    expect(message).toMatch(/topics.yaml:11:5: topics #2: a topic has no colour: expected id, name/);
    expect(mistakesIn('topics:\n  - {id: a, name: A, treshold: 0.3}\n')).toBe(
      'topics.yaml:2:22: topics #1: a topic has no treshold: did you mean threshold?',
    );
  });

  it.each(['1e308', '-101', 'Infinity', 'constructor'])('refuses a weight of %s', weight => {
    expect(mistakesIn(`topics: [{id: a, name: A, terms: {${weight}: [x]}}]`)).toContain(
      'or a number, at most 100, as the name of a list',
    );
  });

  it('gives each mistake its place, and the same text the same catalogue', () => {
    expect(() => parseCatalogue('topics: 3', 'topics.yaml')).toThrow(MistakeError);
    const text = 'topics: [{id: a, name: A}]';
    expect(parseCatalogue(text, 'topics.yaml')).toBe(parseCatalogue(text, 'topics.yaml'));
    expect(parseCatalogue(`${text} `, 'topics.yaml')).not.toBe(parseCatalogue(text, 'topics.yaml'));
  });

  it('refuses two topics with one id', () => {
    expect(mistakesIn('topics:\n  - {id: a, name: A}\n  - {id: a, name: B}\n')).toContain(
      'topics.yaml:3:10: topics #2 id: a is already a topic above',
    );
  });

  it('points at the place where YAML itself is broken', () => {
    expect(mistakesIn('topics:\n  - id: a\n   name: A\n')).toMatch(/topics\.yaml:3:\d+: /);
    expect(mistakesIn('topics: [{id: *nobody}]')).toContain('topics.yaml: Unresolved alias');
  });

  it.each(['', 'hello', '[]', 'topics: []', 'topics: 3', 'null'])(
    'refuses %j with what was expected',
    yaml => {
      expect(mistakesIn(yaml)).toMatch(/expected/);
    },
  );

  it('throws nothing but a UserError, whatever the file holds', () => {
    const pieces = fc.constantFrom(
      'topics:',
      '\n',
      '  - ',
      'id: a',
      'terms: ',
      '[x, y]',
      '{',
      '&a',
      '*a',
      '"',
      '#',
      '\t',
      'ø',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), parts => void mistakesIn(parts.join(''))),
      { numRuns: 500 },
    );
  });

  it('reads the catalogue that comes along', () => {
    const url = new URL('../../subscribers/topics.yaml', import.meta.url);
    const { topics } = parseCatalogue(readFileSync(url, 'utf8'), 'subscribers/topics.yaml');
    expect(topics).toHaveLength(28);
    for (const topic of topics) {
      expect(topic.description, topic.id).not.toBe('');
      expect(topic.lexicon.length, topic.id).toBeGreaterThanOrEqual(30);
    }
  });
});
