import { performance } from 'node:perf_hooks';
import { crossValidate, labelsOf, type Rounds } from './cross-validate.ts';
import { differences, estimates, type Measured, measured } from './figures.ts';
import type { Material } from './labelled.ts';
import type { Method } from './method.ts';
import type { Row, Table } from './report.ts';

/** Measures every method on the same folds, each beside the one they are compared with. */
export function comparison(
  methods: readonly Method[],
  reference: Method,
  material: Material,
  rounds: Rounds,
  progress: (line: string) => void,
): Table {
  const done = new Map<Method, { measured: Measured; seconds: number }>();
  for (const method of new Set([reference, ...methods])) {
    done.set(method, measure(method, material, rounds, progress));
  }
  const base = done.get(reference)?.measured;
  const rows = methods.flatMap((method): Row[] => {
    const own = done.get(method);
    if (!own) return [];
    return [
      {
        name: method.name,
        estimates: estimates(own.measured),
        differences: base && method !== reference ? differences(own.measured, base) : null,
        seconds: own.seconds,
      },
    ];
  });
  return { title: 'Methods', about: aboutOf(material, rounds), against: reference.name, rows };
}

export function measure(
  method: Method,
  material: Material,
  rounds: Rounds,
  progress: (line: string) => void,
): { measured: Measured; seconds: number } {
  const begun = performance.now();
  let fold = 0;
  const total = rounds.folds * rounds.repeats;
  const predictions = crossValidate(method, material, rounds, () => {
    progress(`${method.name}: ${++fold} of ${total} folds`);
  });
  const result = measured(labelsOf(material.dev), predictions);
  return { measured: result, seconds: (performance.now() - begun) / 1000 };
}

/** How it was measured, in a sentence. */
export function aboutOf({ dev, examples, background }: Material, rounds: Rounds): string {
  const words = rounds.apart
    ? 'words learned from the other papers'
    : 'words learned from all of them, labels not';
  return `${dev.length} labelled papers, ${rounds.folds} folds, parted ${rounds.repeats} times; ${examples.length} examples; ${background.length} papers, ${words}.`;
}
