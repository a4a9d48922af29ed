import { UserError } from '../errors.ts';

const MAX_CHARACTERS = 100;

/**
 * Reads a display name: one line, NFC, without control, bidi and zero-width characters, which could
 * turn the text around it (joiners stay: Persian and emoji need them). Null when nothing is left.
 * Throws a UserError when it is longer than 100 characters.
 */
export function readName(text: string): string | null {
  const name = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/(?![\u200c\u200d])[\p{Cf}\p{Cs}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  const length = [...name].length;
  if (length > MAX_CHARACTERS) {
    throw new UserError(`name: at most ${MAX_CHARACTERS} characters, this one has ${length}`);
  }
  return name === '' ? null : name;
}
