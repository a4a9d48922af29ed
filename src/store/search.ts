import type { Kysely } from 'kysely';
import { inPages } from './pages.ts';
import type { Schema } from './schema.ts';
import { addTo, BLOCK, BLOCK_BYTES, blockOf, packBlock, unpackBlock } from './word-blocks.ts';

/** The archive's index: in which papers a word stands. It may name a paper that lost the word since. */
export function searchStore(db: Kysely<Schema>) {
  return {
    /** Numbers of papers that are new to the index, or whose words changed; newest first. */
    async waiting(limit: number): Promise<number[]> {
      const rows = await db
        .selectFrom('paper')
        .select('num')
        .where('indexed', '=', 0)
        .where('alias_of', 'is', null)
        .orderBy('num', 'desc')
        .limit(limit)
        .execute();
      return rows.map(row => row.num);
    },

    /** Puts papers into the index under their words; inside a transaction that holds the write lock. */
    async add(papers: ReadonlyMap<number, Iterable<string>>): Promise<void> {
      for (const [block, words] of byBlock(papers)) {
        for (const page of inPages([...words.keys()])) {
          const rows = await db
            .selectFrom('paper_word')
            .select(['word', 'papers'])
            .where('block', '=', block)
            .where('word', 'in', page)
            .execute();
          for (const row of rows) {
            const bits = words.get(row.word);
            if (bits) unpackBlock(row.papers, bits);
          }
          await db
            .insertInto('paper_word')
            .values(
              page.map(word => ({ word, block, papers: packBlock(words.get(word) ?? new Uint8Array()) })),
            )
            .onConflict(c =>
              c.columns(['word', 'block']).doUpdateSet(({ ref }) => ({ papers: ref('excluded.papers') })),
            )
            .execute();
        }
      }
      for (const page of inPages([...papers.keys()])) {
        await db.updateTable('paper').set({ indexed: 1 }).where('num', 'in', page).execute();
      }
    },

    /** The papers that hold these words, one bit a paper number; a word in none of them has none. */
    async holding(words: readonly string[]): Promise<Map<string, Uint8Array>> {
      const found = new Map<string, Uint8Array>();
      for (const page of inPages(words)) {
        const rows = await db
          .selectFrom('paper_word')
          .selectAll()
          .where('word', 'in', page)
          // The last block first: it says how many bits there are.
          .orderBy('block', 'desc')
          .execute();
        for (const { word, block, papers } of rows) {
          const bits = found.get(word) ?? new Uint8Array((block + 1) * BLOCK_BYTES);
          unpackBlock(papers, bits, block * BLOCK_BYTES);
          found.set(word, bits);
        }
      }
      return found;
    },
  };
}

/** Papers by the blocks that their numbers lie in, and by word. */
function byBlock(papers: ReadonlyMap<number, Iterable<string>>): Map<number, Map<string, Uint8Array>> {
  const blocks = new Map<number, Map<string, Uint8Array>>();
  for (const [num, words] of papers) {
    const block = blocks.get(blockOf(num)) ?? new Map<string, Uint8Array>();
    blocks.set(blockOf(num), block);
    for (const word of words) {
      const bits = block.get(word) ?? new Uint8Array(BLOCK_BYTES);
      block.set(word, bits);
      addTo(bits, 0, num % BLOCK);
    }
  }
  return blocks;
}
