import type { News, Updates } from '../model/edition.ts';
import { newsInWords } from '../model/news.ts';
import type { PaperUpdate } from '../model/paper.ts';
import { cleanText } from './clean-text.ts';
import { safeLink } from './link.ts';
import { fitted, ROOM } from './room.ts';
import { counted, type LineView, type NewsView, type UpdatesView } from './views.ts';

/** What is new about papers of earlier mails, as a mail shows it. */
export function updatesView({ papers, more }: Updates, line: (num: number) => LineView): UpdatesView {
  return {
    papers: papers.map(news => newsView(news, line)),
    more: more > 0 ? counted(more, 'more paper') : '',
  };
}

/** The same of one paper. */
export function newsView({ num, news }: News, line: (num: number) => LineView): NewsView {
  const { title, link } = line(num);
  return { title, link, news: news.map(pieceView) };
}

function pieceView(update: PaperUpdate, place: number): NewsView['news'][number] {
  const words = fitted(cleanText(newsInWords(update)), update.kind === 'code' ? ROOM.newsAddress : ROOM.news);
  const link = update.kind === 'code' ? safeLink(update.detail) : null;
  return { words, link: link === null || link.length > ROOM.newsLink ? '' : link, first: place === 0 };
}
