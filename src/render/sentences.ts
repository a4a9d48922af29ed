/** Words whose full stop ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s("'[])(?:e\.g|i\.e|a\.k\.a|w\.r\.t|cf|vs|al|figs?|eqs?|secs?|tabs?|refs?|no|nos|approx|resp|dr|prof|mr|mrs|ms|st|dept|univ|inc|ltd|vol|pp|ch|min|max|avg|incl|esp|viz|\p{L})\.$/iu;
/** A full stop glued to the next sentence ("efficiency.EasySpec breaks …"): extracted text has many. */
const GLUED = /(?<=\p{Ll}{3}[.!?])(?=\p{Lu}\p{L}*\s)/u;
const CANDIDATE = /(?<=[.!?][)\]"'”’]*)\s+(?=[\p{L}\p{N}"'“‘([\\$])|(?<=[。！？])/u;

/**
 * The sentences of a paragraph, in order, trimmed. A stop ends none after an abbreviation, an
 * initial, or before a small letter; decimals have no space behind their stop. Joined with spaces they are the text
 * again, white space apart.
 */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  let open = '';
  for (const piece of text.split(CANDIDATE).flatMap(part => part.split(GLUED))) {
    const part = piece.trim();
    if (part === '') continue;
    if (open === '') open = part;
    else if (ABBREVIATION.test(open) || /^\p{Ll}/u.test(part)) open += ` ${part}`;
    else {
      sentences.push(open);
      open = part;
    }
  }
  if (open !== '') sentences.push(open);
  return sentences;
}
