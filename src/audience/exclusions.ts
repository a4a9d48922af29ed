import { UserError } from '../errors.ts';
import { oneLine } from './interests.ts';
import { quoted } from './problems.ts';

const MAX_EXCLUDED = 100;
const MAX_CHARACTERS = 100;

/**
 * Reads the words and phrases that papers must not hold, in the order written and once each whatever their letter case;
 * in one text they are separated by semicolons. Throws one UserError that names what cannot be looked for.
 */
export function readExcluded(value: string | readonly string[]): string[] {
  const texts = typeof value === 'string' ? value.split(';') : value;
  const byWords = new Map<string, string>();
  for (const text of texts.map(oneLine)) {
    const words = text.toLowerCase();
    if (text !== '' && !byWords.has(words)) byWords.set(words, text);
  }
  const excluded = [...byWords.values()];
  const bad = excluded.find(text => problemOf(text) !== null);
  if (bad !== undefined) throw new UserError(`excluded ${quoted(bad)}: ${problemOf(bad)}`);
  if (excluded.length > MAX_EXCLUDED) {
    throw new UserError(
      `excluded: at most ${MAX_EXCLUDED} words or phrases, these are ${excluded.length}. Take some away`,
    );
  }
  return excluded;
}

function problemOf(text: string): string | null {
  // Lists are written with semicolons, in files that must read back as they were.
  if (text.includes(';')) return 'a word or phrase holds no semicolon';
  if (!/[\p{L}\p{N}]/u.test(text)) return 'write a word or a phrase, with a letter or a digit in it';
  const length = [...text].length;
  return length > MAX_CHARACTERS ? `at most ${MAX_CHARACTERS} characters, this one has ${length}` : null;
}
