import { CONTRIBUTION, type Cue, ELSEWHERE } from './cues.ts';
import { definesName, stems } from './title.ts';
import { withoutOpener } from './trim.ts';

/** What is said in less is a name at best. */
const BARE = 80;
/** Nobody skims more. */
const LONG = 330;

/**
 * How well each sentence tells what a paper did: by what it says of itself, what it shares with the
 * title, and where it stands. The higher the better; the numbers mean nothing by themselves.
 */
export function scoreSentences(sentences: readonly string[], title: string): number[] {
  const wanted = stems(title);
  return sentences.map((sentence, at) => {
    const length = withoutOpener(sentence).length;
    return (
      Math.max(0, ...CONTRIBUTION.map(cue => worth(cue, sentence)), definesName(sentence, title) ? 6 : 0) +
      ELSEWHERE.reduce((sum, cue) => sum + worth(cue, sentence), 0) +
      2 * shared(wanted, sentence) -
      0.15 * at -
      (length < BARE ? 1.5 : 0) -
      (length > LONG ? 1 : 0)
    );
  });
}

function worth([words, points]: Cue, sentence: string): number {
  return words.test(sentence) ? points : 0;
}

/** How much of `wanted` a sentence has, from 0 to 1. */
function shared(wanted: readonly string[], sentence: string): number {
  const small = sentence.toLowerCase();
  return wanted.filter(stem => small.includes(stem)).length / Math.max(1, wanted.length);
}
