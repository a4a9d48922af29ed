import { UserError } from '../../errors.ts';
import { parseQuery, type Query } from '../../match/query.ts';
import { type Token, tokenize } from '../../match/tokenize.ts';
import type { CalendarDate } from '../../model/date.ts';
import { cleanText } from '../../render/clean-text.ts';
import { clipText } from '../../render/clip.ts';
import { counted } from '../../render/views.ts';
import { createLimiter, networkOf } from '../limits.ts';
import type { Site } from '../site.ts';
import type { PageContext } from '../web-app.ts';
import { TOO_MANY_SEARCHES } from '../words.ts';
import { latestDate } from './latest-date.ts';
import { shortDate, shownTitle } from './listed-paper.ts';
import { markTerms, snippetOf } from './marks.ts';
import { type SearchResult, searchArchive } from './search-archive.ts';
import type { SearchPageView } from './views.ts';

/** Searches of one client, and clients remembered. */
const RATE = { burst: 120, perHour: 3_600, most: 20_000 };
/** Longest query that is shown again, in UTF-16 units: longer ones are never read. */
const LONGEST = 600;

type Found = SearchResult['papers'][number];

const NOTHING: Omit<SearchPageView, 'title' | 'search'> = { told: '', found: [], older: '', waiting: false };

/** Answers `/editions?q=…`: papers of the whole archive that match a query, in the language of subscribers' own. */
export function openSearch({ parts, links, show }: Site) {
  const { store, clock } = parts;
  const limiter = createLimiter(RATE, clock.now);

  return async (c: PageContext, text: string): Promise<Response> => {
    // Whatever stands in a query is its reader's, and of no use to others.
    c.header('Cache-Control', 'private, max-age=60');
    c.header('X-Robots-Tag', 'noindex');
    const wait = limiter.take(networkOf(c.get('client')));
    if (wait > 0) {
      c.header('Cache-Control', 'no-store');
      c.header('Retry-After', String(Math.ceil(wait / 1000)));
      return show(c, 'message', TOO_MANY_SEARCHES, 429);
    }
    const shown = clipText(cleanText(text), LONGEST);
    const page = { title: 'Search', search: { action: links.editions, query: shown, error: '' } };
    const query = readQuery(text);
    if (typeof query === 'string') {
      return show(c, 'search', { ...page, ...NOTHING, search: { ...page.search, error: query } }, 400);
    }
    const before = readNumber(c.req.query('before'));
    const result = await searchArchive(store, query, before);
    const editions = await store.archive.editionsOf(
      result.papers.map(({ paper }) => paper.num),
      latestDate(clock.now()),
    );
    return show(c, 'search', {
      ...page,
      told: tell(result, before !== null),
      found: result.papers.map(one => foundPaper(query, one, editions.get(one.paper.num)?.[0])),
      older:
        result.next === null ? '' : `${links.editions}?q=${encodeURIComponent(text)}&before=${result.next}`,
      waiting: (await store.search.waiting(1)).length > 0,
    });
  };

  function foundPaper(query: Query, { paper, words }: Found, edition: CalendarDate | undefined) {
    const [title, abstract] = [shownTitle(paper), cleanText(paper.abstract ?? '')];
    return {
      title: markTerms(query, title, { part: 'title', words: wordsOf(title, paper.title, words.title) }),
      link: links.paper(paper.id),
      date: shortDate(paper.firstSeen),
      edition: edition ? { name: shortDate(edition), link: links.edition(edition) } : null,
      snippet: snippetOf(query, abstract, wordsOf(abstract, paper.abstract, words.abstract)),
    };
  }
}

/** The words of a text as it is shown, which are mostly those of the text as it is stored. */
function wordsOf(shown: string, stored: string | null, words: Token[]): Token[] {
  return shown === stored ? words : tokenize(shown);
}

/** The query, or what is wrong with it. */
function readQuery(text: string): Query | string {
  try {
    return parseQuery(text);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

function readNumber(text: string | undefined): number | null {
  return /^[1-9]\d{0,14}$/.test(text ?? '') ? Number(text) : null;
}

/** The heading above what was found. */
function tell({ papers, total, left }: SearchResult, isLater: boolean): string {
  if (papers.length === 0) {
    if (left > 0) return 'None of the newest papers that hold these words matches; older ones may';
    return isLater ? 'No older paper matches' : 'No paper in the archive matches';
  }
  if (total === null) return isLater ? 'Older papers, newest first' : 'The newest papers that match';
  const number = counted(total, 'paper');
  if (isLater) return `${number} in all; older ones, newest first`;
  return total > papers.length ? `${number}, newest first` : number;
}
