import { parseArxivId } from '../ingest/identity/arxiv-id.ts';
import { titleKey } from '../ingest/identity/title-key.ts';
import { urlKey } from '../ingest/identity/url-key.ts';
import type { Paper } from '../model/paper.ts';
import { PAGE } from '../store/pages.ts';
import type { Store } from '../store/store.ts';
import { note, print, printTable } from './output.ts';

const LIST_SHOWN = 20;

/** The paper with this id, arXiv id, address or title; else those with these words in their title. */
export async function findPapers(store: Store, asked: string): Promise<Paper[]> {
  const byId = await store.papers.byId(asked);
  if (byId) return [byId.paper];
  const [arxiv, url] = [parseArxivId(asked), urlKey(asked)];
  const keys = [
    ...(arxiv ? [`arxiv:${arxiv.id}`] : []),
    ...(url === null ? [] : [`url:${url}`]),
    `title:${titleKey(asked)}`,
  ];
  const [known] = await store.papers.byKeys(keys);
  if (known) return [(await store.papers.byId(known.paper.id))?.paper ?? known.paper];
  const part = titleKey(asked);
  const found: Paper[] = [];
  if (part === '') return found;
  for await (const page of store.papers.pages(null, PAGE)) {
    found.push(...page.filter(({ title }) => titleKey(title).includes(part)));
  }
  const exact = found.filter(({ title }) => titleKey(title) === part);
  return exact.length > 0 ? exact : found;
}

/** Says which papers were meant, perhaps. */
export function printFound(papers: readonly Paper[]): void {
  printTable(
    ['id', 'title'],
    papers.slice(0, LIST_SHOWN).map(({ id, title }) => [id, title]),
  );
  if (papers.length > LIST_SHOWN) print(`… and ${papers.length - LIST_SHOWN} more`);
  note(`${papers.length} papers have that in their title: name one of them by its id.`);
}
