import { UserError } from '../errors.ts';
import type { Explained } from '../match/matcher.ts';
import type { Paper } from '../model/paper.ts';
import { learn } from '../pipeline/learn.ts';
import { findPapers, printFound } from './find-papers.ts';
import { print, printJson, printTable } from './output.ts';
import { barOf } from './topics-evaluate.ts';
import { withApp } from './with-app.ts';

/** One thing that spoke for a topic (above 0) or against it. */
interface Part {
  part: string;
  /** A term of the catalogue, or a word that examples or the archive taught. */
  kind: 'term' | 'word';
  weighs: number;
  /** Mentions in the title and in the abstract; a word's are not counted. */
  title: number | null;
  abstract: number | null;
}

/** Topics taken apart besides those decided: the next ones. */
const NEXT_SHOWN = 2;
const PARTS_SHOWN = 8;
const AGAINST_SHOWN = 3;
/** Words that say less, in log odds, explain nothing. */
const LEAST_WORD = 0.02;

/** `topics explain`: every topic of one stored paper with its score, and what made it. */
export async function explainPaper(asked: string, { json }: { json?: true }): Promise<void> {
  await withApp(async app => {
    const store = await app.store();
    const found = await findPapers(store, asked);
    const [paper] = found;
    if (!paper)
      throw new UserError(
        `No paper stored is ${asked}. Name one by id, arXiv id, address or a part of its title; paperboy papers lists them.`,
      );
    const isOne = found.length === 1;
    const { matcher } = await learn({ store, catalogue: await app.catalogue() });
    const topics = isOne ? matcher.explain(paper) : [];
    if (json)
      return printJson({
        paper: isOne ? named(paper) : null,
        topics: topics.map(reportOf),
        papers: found.map(named),
      });
    if (!isOne) return printFound(found);
    print(`${paper.title}\n${[paper.id, paper.url].filter(one => one !== null).join(' · ')}`);
    if (!paper.abstract) print('It has no abstract here: its title decides alone.');
    print();
    printTopics(topics);
    const first = topics.findIndex(({ decided }) => !decided);
    const shown = first < 0 ? topics : topics.filter(({ decided }, at) => decided || at < first + NEXT_SHOWN);
    for (const topic of shown) printParts(topic);
  });
}

function named({ id, title, url }: Paper): Pick<Paper, 'id' | 'title' | 'url'> {
  return { id, title, url };
}

function printTopics(topics: readonly Explained[]): void {
  printTable(
    ['topic', 'score', 'threshold', 'decided', 'by terms alone', ...(process.stdout.isTTY ? [''] : [])],
    topics.map(({ topic, score, threshold, decided, byTerms, trained }) => [
      topic,
      score.toFixed(3),
      threshold.toFixed(2),
      decided ? 'yes' : '',
      trained || byTerms !== score ? byTerms.toFixed(3) : 'they decide',
      ...(process.stdout.isTTY ? [barOf(score)] : []),
    ]),
  );
}

function printParts(topic: Explained): void {
  const parts = partsOf(topic);
  const told = [
    ...parts.filter(({ weighs }) => weighs > 0).slice(0, PARTS_SHOWN),
    ...parts.filter(({ weighs }) => weighs < 0).slice(0, AGAINST_SHOWN),
  ];
  print(
    `\n${topic.topic}: ${topic.score.toFixed(3)} of ${topic.threshold}, ${topic.decided ? 'decided' : 'not decided'}`,
  );
  if (told.length === 0) print('Nothing speaks for it or against it.');
  else
    printTable(
      ['part', 'weighs', 'what it is', 'title', 'abstract'],
      told.map(({ part, weighs, kind, title, abstract }) => [
        part,
        `${weighs > 0 ? '+' : '−'}${Math.abs(weighs).toFixed(2)}`,
        kind === 'term' ? 'term of the catalogue' : 'word, learned',
        title,
        abstract,
      ]),
    );
}

/** What spoke: first what spoke for it, then what against; terms before words, the strongest first. */
function partsOf({ evidence, words }: Explained): Part[] {
  const parts = [
    ...evidence.map(
      ({ as, title, abstract, weighs }): Part => ({ part: as, kind: 'term', weighs, title, abstract }),
    ),
    ...words
      .filter(({ weighs }) => Math.abs(weighs) >= LEAST_WORD)
      .map(({ word, weighs }): Part => ({ part: word, kind: 'word', weighs, title: null, abstract: null })),
  ];
  const order = { term: 0, word: 1 };
  const side = ({ weighs }: Part): number => (weighs > 0 ? 0 : 1);
  return parts.sort(
    (a, b) => side(a) - side(b) || order[a.kind] - order[b.kind] || Math.abs(b.weighs) - Math.abs(a.weighs),
  );
}

function reportOf(one: Explained) {
  const { topic, score, threshold, decided, trained, byTerms, terms } = one;
  return { id: topic, score, threshold, decided, trained, byTerms, terms, parts: partsOf(one) };
}
