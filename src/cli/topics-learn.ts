import { createProgress } from '../log.ts';
import { type LearnedTopic, learnCompanions, learnedTopics } from '../pipeline/learn-companions.ts';
import { print, printJson, printTable } from './output.ts';
import { withApp } from './with-app.ts';

export interface LearnOptions {
  rebuild?: true;
  json?: true;
}

/** Companions shown of a topic. */
const SHOWN = 15;

/** `topics learn`: learns from papers that are new, or with `--rebuild` from all, what words keep the terms of own topics company. */
export async function learnTopics({ json, ...options }: LearnOptions): Promise<void> {
  const rebuild = options.rebuild === true;
  await withApp(async app => {
    const archive = { store: await app.store(), catalogue: await app.catalogue() };
    const total = rebuild ? await archive.store.words.papers() : undefined;
    const progress = createProgress(process.stderr, 'Papers learned from:');
    const papers = await learnCompanions(archive, {
      rebuild,
      limit: Number.POSITIVE_INFINITY,
      onLearned: done => progress.update(done, total),
    });
    progress.end();
    const topics = await learnedTopics(archive);
    if (json) return printJson({ papers, topics: topics.map(reportOf) });
    printLearned(papers, topics);
  });
}

function reportOf({ topic, papers, companions }: LearnedTopic) {
  return { id: topic.id, papers, companions: companions === null ? [] : shown(companions) };
}

function printLearned(papers: number, topics: readonly LearnedTopic[]): void {
  if (topics.length === 0) {
    print('Every topic of the catalogue was taught by examples that came along: there is nothing to learn.');
    return;
  }
  print(`Learned from ${papers} papers that are new.`);
  printTable(
    ['topic', 'papers found', 'words beside its terms'],
    topics.map(one => [
      one.topic.id,
      one.papers,
      reportOf(one).companions.join(', ') || 'too few papers yet',
    ]),
  );
}

function shown(companions: ReadonlyMap<string, number>): string[] {
  return [...companions.keys()].slice(0, SHOWN);
}
