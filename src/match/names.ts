/** Names of people and organisations, cut into words. */

/** A name as it stands in a paper. */
export interface Name {
  text: string;
  words: string[];
  /** How many words its first part has, which names nobody by itself; 0 for a name of one part. */
  given: number;
}

/** Letters that Unicode does not take apart. */
const LETTERS: Record<string, string> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
};

/**
 * The words of a name: small letters, no accents, apostrophes gone; the plural s stays, for Williams is not William. Hyphens and
 * full stops part words.
 */
export function nameWords(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f'’ʼ`]/g, '')
    .replace(/[łøđðıßæœþ]/g, letter => LETTERS[letter] ?? letter);
  return plain.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/** A name in the order it is spoken in: `LeCun, Yann` is Yann LeCun. */
export function readName(text: string): Name {
  const [, family, others] = /^([^,]+),([^,]+)$/.exec(text) ?? [];
  const parts = (family ? `${others} ${family}` : text).split(/\s+/).map(nameWords);
  const filled = parts.filter(words => words.length > 0);
  return { text, words: filled.flat(), given: filled.length > 1 ? (filled[0]?.length ?? 0) : 0 };
}

/**
 * True when a name is the one asked for: its words in their order, others in between; a single letter is the beginning of a name,
 * unless it stands last. The last word is no given name that comes first: `yann` alone does not find Yann LeCun.
 */
export function isNamed(asked: readonly string[], { words, given }: Name): boolean {
  let before = words.length;
  for (let at = asked.length - 1; at >= 0; at--) {
    const word = asked[at] ?? '';
    const last = at === asked.length - 1;
    before--;
    while (before >= 0 && !isWord(word, words[before] ?? '', last)) before--;
    if (before < (last ? given : 0)) return false;
  }
  return asked.length > 0;
}

function isWord(asked: string, word: string, last: boolean): boolean {
  return asked === word || (!last && isInitial(asked) && word.startsWith(asked));
}

/** A letter of a script that has capitals: in others one letter is a whole name. */
export function isInitial(word: string): boolean {
  return word.length === 1 && word !== word.toUpperCase();
}

/** True when these words stand side by side in others. */
export function standsIn(asked: readonly string[], words: readonly string[]): boolean {
  if (asked.length === 0) return false;
  return words.some((_, start) => asked.every((word, at) => words[start + at] === word));
}
