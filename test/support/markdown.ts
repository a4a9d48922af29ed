/** Commands of paperboy that code in a page calls. */
export function commandsIn(page: string): string[] {
  return capture(codeIn(page), /(?:\bpaperboy|dist\/main\.js) +([a-z][a-z-]*)/g);
}

/** Scripts of package.json that code in a page runs. */
export function scriptsIn(page: string): string[] {
  return capture(codeIn(page), /\bnpm run ([\w:.-]+)/g);
}

/** Links and pictures that stay within the project, as written. */
export function linksIn(page: string): string[] {
  const prose = page.replace(FENCE, '');
  const links = capture(prose, /\]\(<?([^)\s>]+)|\b(?:src|href|srcset)="([^"\s]+)"/g);
  return links.filter(link => !/^[a-z][a-z0-9+.-]*:/i.test(link));
}

/** Anchors of a page's headings, as GitHub makes them. */
export function headingsOf(page: string): string[] {
  return capture(page.replace(FENCE, ''), /^#{1,6} +(.+)$/gm).map(heading =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

const FENCE = /^```[\s\S]*?^```/gm;

function codeIn(page: string): string {
  return capture(page, /^```\w*\n([\s\S]*?)^```|`([^`\n]+)`/gm).join('\n');
}

/** The first group that took part in each match. */
function capture(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].flatMap(
    ([, ...groups]) => groups.find(group => group !== undefined) ?? [],
  );
}
