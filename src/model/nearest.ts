/** Nobody types an id this long by mistake; comparing costs time by the length. */
const LONGEST = 100;

/**
 * At most three of `candidates` that someone who typed `text` may have meant, best first; letter case
 * does not count. A candidate qualifies when one holds the other, or when few letters differ.
 */
export function nearest(text: string, candidates: readonly string[]): string[] {
  if (text.length > LONGEST) return [];
  const typed = text.toLowerCase();
  const reach = Math.max(2, Math.floor(typed.length / 3));
  return candidates
    .map(candidate => ({ candidate, distance: distanceOf(typed, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= reach)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

function distanceOf(typed: string, candidate: string): number {
  const [short, long] = typed.length < candidate.length ? [typed, candidate] : [candidate, typed];
  if (short.length >= 2 && long.includes(short)) return 1;
  if (isSwapped(short, long)) return 1;
  return editDistance(typed, candidate);
}

/** True for `sapn` and `span`: two neighbours changed places. */
function isSwapped(a: string, b: string): boolean {
  const at = [...a].findIndex((letter, index) => letter !== b[index]);
  return at >= 0 && a.slice(0, at) + a.slice(at + 1, at + 2) + a.slice(at, at + 1) + a.slice(at + 2) === b;
}

/** Levenshtein distance, one row of the table at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
