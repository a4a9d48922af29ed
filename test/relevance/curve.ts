import { aboutOf, measure } from './compare.ts';
import type { Rounds } from './cross-validate.ts';
import { differences, estimates } from './figures.ts';
import type { Material } from './labelled.ts';
import type { Method } from './method.ts';
import type { Row, Table } from './report.ts';

const LABELLED = [0, 25, 50, 100, Number.POSITIVE_INFINITY];
const EXAMPLES = [0, 100, 200, Number.POSITIVE_INFINITY];

/**
 * How methods fare with less to learn from: fewer labelled papers beside all examples, then fewer examples beside no labelled
 * paper. All are compared with the first method that learns, from everything.
 */
export function curve(
  methods: readonly Method[],
  material: Material,
  rounds: Rounds,
  progress: (line: string) => void,
): Table {
  const all = material.examples.length;
  const steps = [
    ...LABELLED.map(labelled => ({ labelled, examples: Number.POSITIVE_INFINITY })),
    ...(all === 0 ? [] : LABELLED.map(labelled => ({ labelled, examples: 0 }))),
    ...EXAMPLES.filter(examples => examples > 0 && examples < all).map(examples => ({
      labelled: 0,
      examples,
    })),
  ];
  const results = methods.flatMap(method =>
    steps.map(step => {
      const labelled = step.labelled === Number.POSITIVE_INFINITY ? 'all' : step.labelled;
      const examples = Math.min(step.examples, all);
      const name = `${method.name}: ${labelled} labelled, ${examples} examples`;
      return { name, ...measure({ ...method, name }, material, { ...rounds, ...step }, progress) };
    }),
  );
  const best = results.find(({ name }) => name.includes(': all labelled'));
  const rows = results.map(
    ({ name, measured, seconds }): Row => ({
      name,
      estimates: estimates(measured),
      differences: best && name !== best.name ? differences(measured, best.measured) : null,
      seconds,
    }),
  );
  return { title: 'Learning curve', about: aboutOf(material, rounds), against: best?.name ?? '', rows };
}
