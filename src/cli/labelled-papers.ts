import { readFile } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import { titleKey } from '../ingest/identity/title-key.ts';
import { type LabelledPaper, parseLabels } from '../match/labels.ts';
import type { MatchText } from '../model/topic.ts';
import type { Store } from '../store/store.ts';
import { note } from './output.ts';

/** What a file of labelled papers says. Throws a UserError for one that cannot be read. */
export async function readLabels(file: string): Promise<LabelledPaper[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UserError(`${file} cannot be read (${error.code}): name a JSON file of labelled papers.`);
  });
  return parseLabels(text, file);
}

/** The labelled papers with the abstracts that the store has of them, and what sources say they are about; says how many have no abstract. */
export async function textsOf(store: Store, labels: readonly LabelledPaper[]): Promise<MatchText[]> {
  const keys = labels.map(label => `title:${titleKey(label.title)}`);
  const stored = new Map<string, MatchText>();
  for (const { paper, keys: own } of await store.papers.byKeys(keys))
    for (const key of own) stored.set(key, paper);
  let titlesOnly = 0;
  const texts = labels.map((label, at): MatchText => {
    const paper = stored.get(keys[at] ?? '');
    const abstract = label.abstract ?? paper?.abstract ?? null;
    if (!paper && !abstract) titlesOnly++;
    return { title: label.title, abstract, hints: paper?.hints ?? [] };
  });
  if (titlesOnly > 0) {
    note(
      `${titlesOnly} of ${labels.length} papers are not stored and have no abstract here: judged by title alone.`,
    );
  }
  return texts;
}
