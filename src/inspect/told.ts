import type { CheckName, Finding, Level } from './inspection.ts';

const LONGEST_PIECE = 120;

/** All is well, with the figure that shows it. */
export function fine(check: CheckName, found: string): Finding {
  return { check, level: 'fine', found, todo: '', piece: null };
}

/** Tells of one thing. */
export function told(
  check: CheckName,
  level: Exclude<Level, 'fine'>,
  found: string,
  todo: string,
  piece: string | null = null,
): Finding {
  return { check, level, found, todo, piece: piece === null ? null : short(piece) };
}

/**
 * Tells once of all places where something is found, with the first of them; nothing when there are none. `found` gets
 * their count.
 */
export function toldOf(
  check: CheckName,
  level: Exclude<Level, 'fine'>,
  places: readonly string[],
  found: (count: number) => string,
  todo: string,
): Finding[] {
  const [first] = places;
  return first === undefined ? [] : [told(check, level, found(places.length), todo, first)];
}

/** `1 link`, `3 links`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A piece of the mail, cut where it gets long, in one line. */
export function short(text: string, longest = LONGEST_PIECE): string {
  const line = text
    .slice(0, longest * 4)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
