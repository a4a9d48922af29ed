import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readSnapshot } from '../../src/ingest/read-snapshot.ts';
import { type Catalogue, parseCatalogue } from '../../src/match/catalogue.ts';
import { parseLabels } from '../../src/match/labels.ts';
import type { MatchText } from '../../src/model/topic.ts';
import { capture, FIVE_CAPTURES } from '../support/captures.ts';

/** A paper as matching reads it, with what people say it belongs to. */
export interface LabelledText extends MatchText {
  topics: string[];
  /** Topics its judges did not agree on: neither right nor wrong. */
  optional: string[];
  /** `dev` papers are scored, each while nothing was learned from it; an `example` is only ever learned from. */
  from: 'dev' | 'example';
}

/** All there is to measure with. */
export interface Material {
  catalogue: Catalogue;
  dev: LabelledText[];
  examples: LabelledText[];
  /** Every paper of the captures, without labels: what an archive teaches of words. */
  background: MatchText[];
}

const FIXTURES = new URL('../fixtures/topics/', import.meta.url);
const CATALOGUE_FILE = new URL('../../subscribers/topics.yaml', import.meta.url);

/** The same each time: several tests of a process read it. */
export function readMaterial(): Material {
  known ??= readAnew();
  return known;
}

let known: Material | null = null;

function readAnew(): Material {
  const catalogue = parseCatalogue(readFileSync(CATALOGUE_FILE, 'utf8'), 'topics.yaml');
  const papers = new Map<string, MatchText>();
  for (const name of FIVE_CAPTURES) {
    const { entries } = readSnapshot(capture(name), { now: 0, timeZone: 'UTC' });
    for (const { rawTitle, title, abstract } of entries) papers.set(rawTitle, { title, abstract });
  }
  const dev = labelsIn('relevance-dev.json').map(({ title, topics, optional }): LabelledText => {
    const paper = papers.get(title);
    if (!paper) throw new Error(`no capture has the labelled paper ${title}`);
    return { ...paper, topics, optional, from: 'dev' };
  });
  return { catalogue, dev, examples: readExamples(), background: [...papers.values()] };
}

/** The examples of test/fixtures/topics/examples, in the order of their files. */
function readExamples(): LabelledText[] {
  const folder = new URL('examples/', FIXTURES);
  const files = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.json')) : [];
  return files.sort().flatMap(name =>
    labelsIn(`examples/${name}`).map(
      ({ title, abstract, topics, optional }): LabelledText => ({
        title,
        abstract: abstract ?? null,
        topics,
        optional,
        from: 'example',
      }),
    ),
  );
}

function labelsIn(name: string): ReturnType<typeof parseLabels> {
  return parseLabels(readFileSync(new URL(name, FIXTURES), 'utf8'), name);
}
