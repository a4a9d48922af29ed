import { defineConfig } from 'vitest/config';

// Unit tests share one process (no isolation: six times faster); whatever opens a database, a
// process or a browser is an integration test and gets a process of its own.
const integration = ['test/**/*.integration.test.ts', 'test/journeys/**/*.test.ts'];

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    setupFiles: ['test/support/seed.ts'],
    // Most of the time is spent waiting for programs that a test has started: by default two cores get one worker.
    maxWorkers: 3,
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
