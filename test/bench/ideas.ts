import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { tokenizePaper } from '../../src/match/tokenize.ts';
import { ideaOf } from '../../src/render/extract/idea.ts';

const ABSTRACTS = new URL('../fixtures/extract/abstracts.json', import.meta.url);

interface Text {
  title: string;
  abstract: string;
}

/**
 * What it costs to find the idea sentence of an abstract, beside what it costs to cut the same paper
 * into words: microseconds a paper each, the best of twenty rounds over sixty real ones.
 */
export function ideaCost(): { idea: number; words: number } {
  const papers: Text[] = JSON.parse(readFileSync(ABSTRACTS, 'utf8'));
  return {
    idea: costOf(papers, ({ title, abstract }) => ideaOf(abstract, title)),
    words: costOf(papers, paper => tokenizePaper(paper)),
  };
}

function costOf(papers: readonly Text[], work: (paper: Text) => unknown): number {
  const rounds = Array.from({ length: 20 }, () => {
    const start = performance.now();
    for (const paper of papers) work(paper);
    return performance.now() - start;
  });
  return (Math.min(...rounds) / papers.length) * 1000;
}
