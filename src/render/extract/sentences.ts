/** Words whose full stop ends no sentence, whatever follows. All lists are read in small letters. */
const ALWAYS = words(
  'e\\.g i\\.e a\\.k\\.a w\\.r\\.t cf vs figs? eqn?s? approx resp dr prof mr mrs ms esp viz incl ph\\.d',
);
/** Those that end none before a number only: "no. 5" is one thing, "the answer is no." another. */
const NUMBERED = words(
  'nos? vol pp? ch sec(?:t|s)? tabs? refs? thms? lem prop alg app cor def ex ver suppl jan feb mar apr jun jul aug sept? oct nov dec',
);
/** Such a number. */
const NUMBER = /^(?:\p{N}|[IVXLC]{2,}\b|[VX]\b)/u;
/** Those that end one only if what follows begins like a sentence: "Smith et al. show", "the U.S. Army". */
const MAYBE = words(
  'al etc st inc ltd co corp dept univ ca min max avg v jr sr mt rev proc lett phys sp spp (?:\\p{L}\\.)+\\p{L}',
);
/** So do initials, but not a unit: "J. Smith", "at 0.5 K. The origin". */
const INITIAL = /(?<!\d\s?)(?<![\p{L}\p{N}])\p{Lu}\.$/u;
/** The mark of an item: "1. Data. 2. Models." */
const ITEM = /(?:^|[:;,]\s)\(?\d{1,2}\.$/;

const STARTER =
  /^["“‘(]*(?:an?|the|this|that|these|those|we|our|its?|they|their|there|here|in|on|at|as|for|to|from|with|by|while|when|where|since|because|if|although|though|however|moreover|furthermore|then|thus|therefore|hence|finally|additionally|also|recent(?:ly)?|existing|despite|given|using|based|experiments|results|unlike|such|both|each|most|many|some|all|no|not|but|yet|more|another|one|two|three|extensive|specifically|notably|code|inspired|motivated)\b(?!\.)/i;
/** A word in small letters begins no sentence, a name such as vLLM may. */
const GOES_ON = /^\p{Ll}+(?!\p{L}*\p{Lu})/u;

/**
 * Where a sentence may end: after a stop, before white space; after an ideographic one; and after a stop that is glued to
 * the next sentence ("efficiency.EasySpec breaks …"), which extracted text has many of; not within "Character.AI".
 */
const BREAK =
  /(?<=[.!?…][)\]"'”’»]{0,3})\s+(?=[\p{L}\p{N}"'“‘«([\\$<¿¡])|(?<=[。！？][」』”’）]{0,3})(?![」』”’）])|(?<=\p{Ll}{3}[.!?]|[)%][.!?])(?!\p{Lu}{2,4}\s)(?=\p{Lu}\p{L}*\s)/gu;

/** How much is read of what stands before a stop, or of what follows it. */
const NEAR = 24;
/** An aside of more is none: that bracket was never closed. */
const ASIDE = 300;

/**
 * The sentences of a text on one line, in order, trimmed. A stop ends none after an abbreviation or an
 * initial, before a small letter, or inside brackets; decimals have no space behind their stop. Each is a
 * piece of the text, and nothing is lost between them but white space. Takes time linear in the text.
 */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  let read = 0;
  let depth = 0;
  for (const { 0: gap, index: end } of text.matchAll(BREAK)) {
    const next = end + gap.length;
    depth = depthAfter(text.slice(read, end), depth);
    read = end;
    if (!endsSentence(text.slice(Math.max(start, end - NEAR), end), text.slice(next, next + NEAR))) continue;
    if (depth > 0 && depthAfter(text.slice(next, next + ASIDE), depth, 'lowest') === 0) continue;
    sentences.push(text.slice(start, end).trim());
    start = next;
    depth = 0;
  }
  sentences.push(text.slice(start).trim());
  return sentences.filter(sentence => sentence !== '');
}

function endsSentence(before: string, after: string): boolean {
  const small = before.toLowerCase();
  if (ALWAYS.test(small) || ITEM.test(before) || GOES_ON.test(after)) return false;
  if (NUMBERED.test(small)) return !NUMBER.test(after);
  return STARTER.test(after) || !(MAYBE.test(small) || INITIAL.test(before));
}

/** How many brackets are open after `text`; a closing one too many counts for nothing. */
function depthAfter(text: string, depth: number, which: 'last' | 'lowest' = 'last'): number {
  let [now, lowest] = [depth, depth];
  for (const character of text.match(/[()[\]（）]/g) ?? []) {
    now = Math.max(0, now + ('([（'.includes(character) ? 1 : -1));
    lowest = Math.min(lowest, now);
  }
  return which === 'last' ? now : lowest;
}

/** One of these, and its full stop, at the end of a text. */
function words(list: string): RegExp {
  return new RegExp(`(?:^|[\\s("'“‘[])(?:${list.replaceAll(' ', '|')})\\.$`, 'u');
}
