import { setImmediate } from 'node:timers/promises';
import { tokenizePaper } from '../match/tokenize.ts';
import { indexWords } from '../match/word-index.ts';
import type { Parts } from './parts.ts';

/** Papers of one transaction: everybody else who writes waits for it. */
const PAGE = 40;
/** Papers indexed in one go, unless told otherwise. */
const MOST = 1_000;

/**
 * Puts papers into the archive's index that are new to it, or whose words changed, the newest first; returns how many.
 * Costs one look when there are none; safe to run anywhere at once.
 */
export async function indexPapers({ store }: Pick<Parts, 'store'>, limit = MOST): Promise<number> {
  let done = 0;
  while (done < limit) {
    if ((await store.search.waiting(1)).length === 0) break;
    done += await store.transaction(async tx => {
      const papers = await tx.papers.byNums(await tx.search.waiting(Math.min(PAGE, limit - done)));
      await tx.search.add(new Map(papers.map(paper => [paper.num, indexWords(tokenizePaper(paper))])));
      return papers.length;
    });
    await setImmediate();
  }
  return done;
}
