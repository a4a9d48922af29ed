import { arxivApi } from './arxiv-api.ts';
import { arxivAtom, arxivRss } from './arxiv-feed.ts';
import { atom } from './atom.ts';
import { biorxiv } from './biorxiv.ts';
import type { Format } from './format.ts';
import { hfApi } from './hf-api/hf-api.ts';
import { hfPage } from './hf-page/hf-page.ts';
import { hfText } from './hf-text/hf-text.ts';
import { jsonFeed } from './json-feed.ts';
import { openReview } from './openreview.ts';
import { papersWithCode } from './papers-with-code.ts';
import { rdf } from './rdf.ts';
import { rss } from './rss.ts';
import { semanticScholar } from './semantic-scholar.ts';

/** Every format, the most specific first: the first one that recognises a text reads it. */
export const ALL_FORMATS: readonly Format[] = [
  hfText,
  hfApi,
  hfPage,
  jsonFeed,
  openReview,
  biorxiv,
  semanticScholar,
  papersWithCode,
  arxivRss,
  arxivAtom,
  arxivApi,
  rss,
  rdf,
  atom,
];
