import type { PaperUpdate } from './paper.ts';

/** Something new about a paper, in words: `now version 3`, `code: github.com/ada/engine`. */
export function newsInWords({ kind, detail }: PaperUpdate): string {
  switch (kind) {
    case 'version':
      return `now version ${detail}`;
    case 'published':
      return `appeared in ${detail}`;
    case 'code':
      return `code: ${shortAddress(detail)}`;
    case 'withdrawn':
      return 'withdrawn by its authors';
  }
}

/** Everything new about a paper on one line. */
export function allNewsInWords(news: readonly PaperUpdate[]): string {
  return news.map(newsInWords).join('; ');
}

/** An address as people say it. */
function shortAddress(address: string): string {
  return address.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/\/+$/, '');
}
