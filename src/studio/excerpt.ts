import { readFile } from 'node:fs/promises';
import type { Mistake } from '../mistake.ts';
import type { ShownMistake } from './live.ts';

/** Lines shown before and after the wrong one. */
const AROUND = 2;
/** A list may hold anything, in any number. */
const MOST_SHOWN = 100;

/** The mistakes with what stands around them in their files by now; of very many, the first. */
export async function withExcerpts(mistakes: readonly Mistake[]): Promise<ShownMistake[]> {
  const shown = mistakes.slice(0, MOST_SHOWN);
  const files = new Set(shown.flatMap(({ file, line }) => (line === null ? [] : [file])));
  const texts = await Promise.all(
    [...files].map(async file => [file, await readFile(file, 'utf8').catch(() => '')] as const),
  );
  const linesOf = new Map(texts.map(([file, text]) => [file, text.split(/\r\n|\n/)]));
  return shown.map(mistake => ({
    ...mistake,
    excerpt: excerptOf(linesOf.get(mistake.file) ?? [], mistake.line),
  }));
}

/** The line and two before and after it; nothing where there is no such line. */
export function excerptOf(lines: readonly string[], wrong: number | null): ShownMistake['excerpt'] {
  if (wrong === null || wrong > lines.length) return [];
  const first = Math.max(1, wrong - AROUND);
  return lines
    .slice(first - 1, wrong + AROUND)
    .map((text, at) => ({ line: first + at, text, wrong: first + at === wrong }));
}
