// npm run relevance [-- options]: how well papers are matched to topics, measured on papers that nothing was learned from.
//
//   --repeats N      part the labelled papers into five folds N times (5)
//   --only TEXT      methods with this in their name, and the one they are compared with
//   --against TEXT   compare with the first method with this in its name (Paperboy, terms alone)
//   --ablation       terms alone without one of their parts each, instead of the baselines
//   --parts          what ships without one of its parts each, trained on examples (--against 'trained on')
//   --curve          with fewer labelled papers and examples to learn from, instead of the baselines
//   --short          topics of ten words, with their companions and without, instead of the baselines
//   --apart          the background lacks the papers that are scored
//   --json           one JSON document
//   --markdown       tables for README.md
//   --record         nothing else: writes recorded.json, below which gate.test.ts lets no figure fall
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { comparison } from './compare.ts';
import { curve } from './curve.ts';
import { figuresNow, gated, RECORDED_FILE } from './gate.ts';
import { readMaterial } from './labelled.ts';
import { baselines, learning, termsAlone, trainedVariants, variants } from './methods.ts';
import { markdown, plain } from './report.ts';
import { shortMethods } from './ten-words.ts';

const FOLDS = 5;
const SEED = 1;

const { values } = parseArgs({
  options: {
    repeats: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    against: { type: 'string', default: 'terms alone' },
    ablation: { type: 'boolean', default: false },
    parts: { type: 'boolean', default: false },
    curve: { type: 'boolean', default: false },
    apart: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
  },
});

const material = readMaterial();
if (values.record) record();
else compare();

function record(): void {
  const figures = figuresNow(material, gated(material));
  writeFileSync(RECORDED_FILE, `${JSON.stringify(figures, null, 2)}\n`);
  console.table(figures);
}

function compare(): void {
  const rounds = { folds: FOLDS, repeats: Number(values.repeats), seed: SEED, apart: values.apart };
  const progress = (line: string): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
  };

  const { catalogue } = material;
  const others = values.ablation ? variants(catalogue) : baselines(catalogue);
  const methods = values.short
    ? shortMethods(catalogue)
    : values.parts
      ? trainedVariants(catalogue)
      : [...others, ...(values.ablation ? [] : learning(catalogue)), termsAlone(catalogue)];
  const reference =
    methods.find(({ name }) => name.includes(values.against)) ?? methods.at(-1) ?? termsAlone(catalogue);
  const chosen = methods.filter(method => method === reference || method.name.includes(values.only));

  const table = values.curve
    ? curve(learning(catalogue), material, rounds, progress)
    : comparison(chosen, reference, material, rounds, progress);
  progress('');
  if (values.json) console.log(JSON.stringify(table, null, 2));
  else console.log(values.markdown ? markdown(table) : plain(table));
}
