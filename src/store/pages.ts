/** Rows a single statement or transaction touches: a write blocks everybody else meanwhile. */
export const PAGE = 500;

/** Cuts a list into lists of at most `size`. */
export function inPages<T>(items: readonly T[], size = PAGE): T[][] {
  const pages: T[][] = [];
  for (let at = 0; at < items.length; at += size) pages.push(items.slice(at, at + size));
  return pages;
}
