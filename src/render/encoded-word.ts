const PREFIX = '=?UTF-8?Q?';
const SUFFIX = '?=';
/** A line that holds an encoded-word is at most 76 characters long (RFC 2047 §2). */
const LINE = 76;

/**
 * Text as encoded-words (RFC 2047, `Q`), folded for a field body that starts at column `column`,
 * 50 at most. Each word is at most 75 characters, decodes by itself (no character is split) and may stand in a phrase as well as in
 * unstructured text (§5 rule 3).
 */
export function encodeWords(text: string, column: number): string {
  const words: string[] = [];
  let word = '';
  let room = LINE - column - PREFIX.length - SUFFIX.length;
  for (const char of text) {
    const encoded = encodeChar(char);
    if (word.length + encoded.length > room) {
      words.push(word);
      word = '';
      room = LINE - 1 - PREFIX.length - SUFFIX.length;
    }
    word += encoded;
  }
  return [...words, word].map(part => PREFIX + part + SUFFIX).join('\r\n ');
}

function encodeChar(char: string): string {
  if (/^[A-Za-z0-9!*+/-]$/.test(char)) return char;
  if (char === ' ') return '_';
  return Buffer.from(char, 'utf8').toString('hex').toUpperCase().replace(/../g, '=$&');
}
