import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnInterest } from '../../../src/plan/taste/interest.ts';
import { packTaught, unpackTaught } from '../../../src/plan/taste/kept.ts';
import { leanOf, likingBy } from '../../../src/plan/taste/lean.ts';
import { type TermBook, termBook } from '../../../src/plan/taste/terms.ts';
import { terms } from './build.ts';

const LIKED = [
  'drafting tokens ahead',
  'drafting verified tokens',
  'drafting small models',
  'drafting in trees',
];
const DISLIKED = ['pruning weights away', 'pruning whole heads'];
const USUAL = [
  'caches of keys',
  'serving many users',
  'pruning layers',
  'drafting faster',
  'batches of users',
  'keys of attention',
];

function learned(book: TermBook, liked = LIKED, disliked = DISLIKED, opened: string[] = []) {
  const all = (texts: readonly string[]) => texts.map(text => terms(book, text));
  return learnInterest({ more: all(liked), less: all(disliked), opened: all(opened) }, all(USUAL), book);
}

/** What is multiplied for a paper with this text. */
function lean(text: string, ...said: string[][]): number {
  const book = termBook();
  const interest = learned(book, ...said);
  if (!interest) throw new Error('nothing was learned');
  const own = terms(book, text);
  return leanOf(likingBy(interest, book)(own), 0);
}

describe('an interest', () => {
  it('takes three papers that are wished for; less alone teaches nothing', () => {
    expect(learned(termBook(), LIKED.slice(0, 2))).toBeNull();
    expect(learned(termBook(), [], DISLIKED)).toBeNull();
    expect(learned(termBook(), LIKED.slice(0, 3))).not.toBeNull();
    expect(learned(termBook(), LIKED.slice(0, 2), [], LIKED.slice(2))).not.toBeNull();
  });

  it('leans to what they asked more of, and away from what they asked less of', () => {
    expect(lean('drafting again')).toBeGreaterThan(1.1);
    expect(lean('pruning again')).toBeLessThan(0.95);
    expect(lean('drafting again')).toBeGreaterThan(lean('drafting and pruning again'));
  });

  it('counts an opening for less than a button', () => {
    const pressed = lean('drafting again', LIKED, []);
    const opened = lean('drafting again', [], [], LIKED);
    expect(opened).toBeGreaterThan(1);
    expect(opened).toBeLessThan(pressed);
  });

  it('leans further with more evidence', () => {
    expect(lean('drafting again', LIKED.slice(0, 3), [])).toBeLessThan(lean('drafting again', LIKED, []));
  });

  it('knows a paper by its topics, organisation and authors, too', () => {
    const book = termBook();
    const by = (text: string, name: string) => terms(book, text, { authors: [name] });
    const said = { more: ['a one', 'b two', 'c three'].map(text => by(text, 'Ada')), less: [], opened: [] };
    const usual = ['d four', 'e five', 'f six'].map(text => by(text, 'Bob'));
    const interest = learnInterest(said, usual, book);
    const [ada, bob] = ['Ada', 'Bob'].map(name => by('g seven', name));
    const asked = interest && likingBy(interest, book);
    expect(asked && ada && bob && asked(ada) - asked(bob)).toBeGreaterThan(0.1);
  });

  it('stays between a half and two, whatever was said and whatever comes', () => {
    const text = fc
      .array(fc.constantFrom(...'abcdefgh'.split('').map(one => one.repeat(2))), { minLength: 1 })
      .map(words => words.join(' '));
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 3, maxLength: 9 }),
        fc.array(text, { maxLength: 9 }),
        text,
        (liked, disliked, paper) => {
          const by = lean(paper, liked, disliked);
          expect(by).toBeGreaterThanOrEqual(0.5);
          expect(by).toBeLessThanOrEqual(2);
        },
      ),
    );
  });

  it('is the same whichever papers were read first, and when it was kept', () => {
    const fresh = termBook();
    const used = termBook();
    for (const text of [...USUAL, ...DISLIKED].reverse()) terms(used, text);
    const interest = learned(fresh);
    expect(learned(used)).toEqual(interest);
    if (!interest) throw new Error('nothing was learned');
    const taught = { interest, reasons: { liked: [], disliked: [] } };
    expect(unpackTaught(packTaught(taught))).toEqual(taught);
  });
});
