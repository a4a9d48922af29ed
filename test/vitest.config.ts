import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Unit tests share one process (no isolation: six times faster); whatever opens a database, a
// process or a browser is an integration test and gets a process of its own.
const integration = ['test/**/*.integration.test.ts', 'test/journeys/**/*.test.ts'];

/** Take a minute or more. One that begins last is waited for by all. */
const LONG = [
  'every-page',
  'one-fortnight',
  'chaos',
  'hostile',
  'studio',
  'sign-up-storm',
  'crash',
  'dev',
  'subscription',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex(name =>
        new RegExp(`/${name}\\.(?:integration\\.)?test\\.ts$`).test(moduleId),
      );
      return at < 0 ? LONG.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    setupFiles: ['test/support/seed.ts'],
    // Most of the time is spent waiting for programs that a test has started: by default two cores get one worker.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: integration,
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: integration,
          globalSetup: ['test/support/folders-in-memory.ts', 'test/support/postgres-for-tests.ts'],
          isolate: true,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
