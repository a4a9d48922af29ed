const US = '(?:we|our|this (?:paper|work|study|article|report|survey)|in this (?:paper|work|study))\\b';

/** Words that only tie a sentence to the one before it, or say once more that this is the paper. */
const TIE = new RegExp(
  String.raw`^(?:(?:in response|to (?:this|that) end|to do so|(?:more )?(?:specifically|concretely|precisely)|here|hence|thus|therefore|however|accordingly|consequently|moreover|furthermore|besides|also|additionally|in particular|in addition|in conclusion|notably|subsequently|(?:first|second|third|last)(?:ly)?|finally|in (?:this|our|the present) (?:paper|work|article|study|report|research|survey|letter|tutorial)),\s+|(?:also|additionally|here|in (?:this|our) (?:paper|work|article|study|report|research))\s+(?=${US})|\(\w{1,3}\)\s+)(?=\p{L})`,
  'iu',
);
/** "To address this important problem, we …": what is pointed at stands in a sentence that is not shown. */
const POINTER = new RegExp(
  String.raw`^(?!in this .{40})[^,.:;()]{0,60}\b(?:this|these|those|the above|such|them|it)\b[^,.:;()]{0,60},\s+(?=${US})`,
  'i',
);

/**
 * A sentence without what ties it to the one before, as a sentence that stands alone: nothing is cut
 * but whole openers in front, nothing changed but the first letter.
 */
export function withoutOpener(sentence: string): string {
  let rest = sentence;
  for (let opener = openerOf(rest); opener > 0; opener = openerOf(rest)) rest = rest.slice(opener);
  if (rest.length === sentence.length) return sentence;
  return rest.replace(/^\p{Ll}(?!\p{L}*\p{Lu})/u, capital);
}

function openerOf(sentence: string): number {
  return (POINTER.exec(sentence) ?? TIE.exec(sentence))?.[0].length ?? 0;
}

/** Where a letter has one capital that leads back to it: not ß, not a ligature. */
function capital(letter: string): string {
  const upper = letter.toUpperCase();
  return upper.length === letter.length && upper.toLowerCase() === letter ? upper : letter;
}
