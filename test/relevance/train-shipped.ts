import { writeFileSync } from 'node:fs';
import { train } from '../../src/match/model/train.ts';
import { writeTrained } from '../../src/match/model/trained.ts';
import { countWords } from '../../src/match/statistics.ts';
import { readMaterial } from './labelled.ts';

// Learns from every example and every labelled paper what ships with the program. The same material gives the same file.

const FILE = new URL('../../src/match/model/shipped.ts', import.meta.url);

const { catalogue, dev, examples, background } = readMaterial();
const papers = [...examples, ...dev];
const trained = train(catalogue.topics, papers, countWords([...background, ...examples]));
const text = writeTrained(trained).replace(/[\\`$]/g, '\\$&');
writeFileSync(
  FILE,
  `// Made by \`npm run train\` of test/fixtures/topics: do not edit. How it is read: trained.ts.
export const SHIPPED = \`${text}\`;
`,
);
process.stdout.write(
  `Learned ${trained.topics.length} topics from ${papers.length} papers: src/match/model/shipped.ts\n`,
);
