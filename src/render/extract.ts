import { clipText } from './clip.ts';
import { splitSentences } from './sentences.ts';

/** What a sentence says of itself, and what that is worth. The idea first, then the finding. */
const CLUES: readonly (readonly [RegExp, number])[] = [
  [
    /\b(?:we|this (?:paper|work|article|study|report|survey))\s+(?:\w+ly\s+|also\s+|first\s+|then\s+|here\s+)?(?:propose|present|introduce|develop|design|describe|release|contribute|offer|unveil|build|create|formulate|devise)/i,
    6,
  ],
  [
    /\b(?:we|this (?:paper|work|article|study|report|survey))\s+(?:\w+ly\s+|also\s+|first\s+)?(?:show|demonstrate|find|prove|study|investigate|explore|examine|analy[sz]e|survey|argue|ask|reveal|establish|address|provide|evaluate|review|discover|identify)/i,
    4,
  ],
  [/\b(?:is|are|was|were) (?:proposed|presented|introduced|developed|described)\b/i, 4],
  [/\b(?:we|our)\b(?! also)/i, 1],
  [/\b(?:called|named|dubbed|termed|coined)\b|\ba (?:new|novel|simple|unified|general) /i, 1.5],
  [/\b(?:outperform\w*|surpass\w*|state[- ]of[- ]the[- ]art|achiev\w+|improv\w+|reduc\w+|speed-?up)\b/i, 1],
  [/\d(?:\.\d+)?\s?(?:%|×|x\b)/, 1],
  [/\blicen[sc]e\b/i, -4],
  [/^(?:also|first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth|next|then|lastly|meanwhile),/i, -3],
  [
    /^(?:recent(?:ly)?|however|despite|although|while|existing|current|traditional(?:ly)?|previous|prior|conventional|in recent years|with the (?:rise|advent|growth|rapid)|as \w+ (?:become|grow)|over the (?:past|last))\b/i,
    -3,
  ],
  [
    /\b(?:remains?|is|are) (?:a |an )?(?:\w+ )?(?:challeng\w+|difficult|crucial|essential|important|unclear|limited|open (?:problem|question))/i,
    -2,
  ],
  [/\b(?:have|has) (?:shown|achieved|made|become|emerged|demonstrated|been|gained|attracted)\b/i, -2],
  [
    /^(?:\(\w+\)|it|they|these|those|such|this (?!paper|work|article|study|report|survey)\w+|moreover|furthermore|additionally|finally|in addition|extensive experiments|experiments|experimental results)\b/i,
    -1.5,
  ],
  [
    /https?:|www\.|github|\b(?:code|models?|data(?:sets?)?|weights|project page|demos?|videos?)\b.{0,60}\b(?:available|released?|found|open-?sourced?)\b/i,
    -5,
  ],
];

/** Openers that only tie a sentence to the one before it. */
const OPENER =
  /^(?:(?:in this (?:paper|work|article|study|report|research)|in response|to (?:this|that) end|specifically|concretely|here|hence|thus|therefore|however|in particular|accordingly|moreover|furthermore|in addition|finally),\s+(?=\p{L})|(?:also|additionally),?\s+(?=\p{L}))/iu;

/** "To address this important problem, we …": what is pointed at stands in a sentence that is not shown. */
const POINTER =
  /^[^,.:;()]{0,60}\b(?:this|these|those|the above|them|it)\b[^,.:;()]{0,40},\s+(?=(?:we|this (?:paper|work|study|article)|our)\b)/i;

/** An abstract may be long and a mail is not: the idea stands near the top. */
const READ = 6000;

/**
 * The idea of an abstract in its own words: the sentence that says what was done, and the next one
 * when both fit. At most `max` characters, cut at a word with an ellipsis. Deterministic. Empty for an abstract without words.
 */
export function ideaOf(abstract: string, max = 220): string {
  const sentences = splitSentences(abstract.slice(0, READ).replace(/\s+/g, ' ').trim());
  const scores = sentences.map((sentence, at) => score(sentence, at));
  const best = scores.indexOf(Math.max(...scores));
  const idea = sentences[best];
  if (idea === undefined) return '';
  const next = sentences[best + 1];
  const opened = withoutOpener(idea);
  const both = opened + (opened.endsWith('。') ? '' : ' ') + next;
  if (next !== undefined && both.length <= max && (scores[best + 1] ?? 0) > -4) return both;
  return clipText(opened, max);
}

function score(sentence: string, at: number): number {
  let total = -0.15 * at;
  for (const [clue, worth] of CLUES) if (clue.test(sentence)) total += worth;
  if (sentence.length < 40) total -= 2;
  if (sentence.length > 320) total -= 1;
  return total;
}

function withoutOpener(sentence: string): string {
  const opener = POINTER.exec(sentence)?.[0] ?? OPENER.exec(sentence)?.[0] ?? '';
  const rest = sentence.slice(opener.length);
  return opener === '' ? rest : rest.charAt(0).toUpperCase() + rest.slice(1);
}
