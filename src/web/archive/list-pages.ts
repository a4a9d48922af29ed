/** Lines of a list on one page: it stays below 60 KB whatever they say. */
const LINES = 80;

/** Lines under a heading. */
export interface Group<Line> {
  lines: readonly Line[];
}

/** One page of lines under headings; `link` leads to another page of them. */
export interface ListPage<G> {
  groups: G[];
  /** Number of the page, from 1, and how many there are. */
  page: number;
  pages: number;
}

/** Cuts lines under headings into pages; a heading whose lines go on stands on the next page as well. */
export function pageOf<Line, G extends Group<Line>>(
  groups: readonly G[],
  asked: string | undefined,
): ListPage<G> {
  const total = groups.reduce((sum, { lines }) => sum + lines.length, 0);
  const pages = Math.max(1, Math.ceil(total / LINES));
  const page = /^[1-9]\d{0,5}$/.test(asked ?? '') ? Math.min(Number(asked), pages) : 1;
  const from = (page - 1) * LINES;
  let at = 0;
  const cut = groups.flatMap(group => {
    const lines = group.lines.slice(Math.max(0, from - at), Math.max(0, from + LINES - at));
    at += group.lines.length;
    return lines.length > 0 ? [{ ...group, lines }] : [];
  });
  return { groups: cut, page, pages };
}

/** Links to the pages beside this one; empty where there is none. */
export function besides({ page, pages }: { page: number; pages: number }, link: string) {
  const to = (other: number) => (other === 1 ? link : `${link}?page=${other}`);
  return {
    earlier: page > 1 ? to(page - 1) : '',
    later: page < pages ? to(page + 1) : '',
    place: pages > 1 ? `Page ${page} of ${pages}` : '',
  };
}
