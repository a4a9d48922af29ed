import { UserError } from '../errors.ts';

/** Runs readings one by one and keeps what each complains of, so that all mistakes are told at once. */
export interface Problems {
  list: string[];
  /** The value read, or undefined when reading threw a UserError; other errors pass through. */
  attempt<T>(read: () => T): T | undefined;
}

export function collectProblems(): Problems {
  const list: string[] = [];
  return {
    list,
    attempt(read) {
      try {
        return read();
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        list.push(error.message);
        return undefined;
      }
    },
  };
}

/** `text` in quotes for an error message: short, and with everything invisible spelled out. */
export function quoted(text: string): string {
  const short = text.length > 80 ? `${text.slice(0, 79)}…` : text;
  return `"${short.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, codePoint)}"`;
}

/** `U+200B` in angle brackets: a character that cannot be seen, by its number. */
export function codePoint(character: string): string {
  return `<U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}>`;
}
