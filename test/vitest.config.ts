import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Unit tests share one process (no isolation: six times faster). Whatever opens a database, a process or a browser is an integration
// test: most of them share processes, too, since a process of its own and the program read into it cost a file a second of CPU.
const integration = ['test/**/*.integration.test.ts', 'test/journeys/**/*.test.ts'];

/**
 * Integration tests that get a process of their own. All others run one after the other in a few processes, in any order, and begin with
 * what the files before them left: modules are loaded once, and so is what these remember.
 */
const alone = [
  // They play whole stories: what they take is long beside a start, and a story that hangs or dies takes no other with it.
  'test/journeys/**/*.test.ts',
  // They run the built program: as many processes as they have tests, which they time, signal and kill.
  'test/cli/**/*.integration.test.ts',
  // They start Chromium, which ends with the process that started it.
  'test/inspect/frame.integration.test.ts',
  'test/inspect/style/cascade.integration.test.ts',
  'test/studio/guard.integration.test.ts',
  'test/studio/**/*-browser.integration.test.ts',
  // It sets the environment of its process.
  'test/studio/hand-over.integration.test.ts',
  // It stops the timers of its process, and listens to its warnings.
  'test/deliver/smtp-faults.integration.test.ts',
  // It looks at what its process has loaded.
  'test/render/compiled-before.integration.test.ts',
  // They take long: a second is little to them, and they are better begun before the short ones.
  'test/store/state-machine.integration.test.ts',
  'test/studio/preview/preview.integration.test.ts',
  'test/inspect/own-mails.integration.test.ts',
  'test/pipeline/quiet.integration.test.ts',
  'test/schedule/tick.integration.test.ts',
  'test/web/every-page.integration.test.ts',
  'test/pipeline/bounces.integration.test.ts',
  'test/pipeline/sign-ups.integration.test.ts',
  'test/audience/folder.integration.test.ts',
  'test/studio/live.integration.test.ts',
  'test/studio/send-to-me.integration.test.ts',
  'test/studio/themes/themes.integration.test.ts',
  'test/web/sign-up/over-http.integration.test.ts',
  // It runs the whole service by the clock of its process.
  'test/schedule/service.integration.test.ts',
];

/** Take most of a minute or more, the longest first. One that begins last is waited for by all. */
const LONG = [
  'journeys/every-page',
  'journeys/simulated-year',
  'journeys/one-fortnight',
  'journeys/chaos',
  'journeys/studio',
  'journeys/hostile',
  'journeys/sign-up-storm',
  'cli/errors',
  'cli/preview',
  'journeys/previewed',
  'journeys/crash',
  'journeys/over-smtp',
  'cli/dev',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project }: TestSpecification) => {
      const at = LONG.findIndex(name =>
        new RegExp(`/${name}\\.(?:integration\\.)?test\\.ts$`).test(moduleId),
      );
      if (at >= 0) return at;
      // A shared process ends where the next file in line wants one of its own: those that share come in a row, the short ones last.
      return project.config.isolate ? LONG.length : LONG.length + 1;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

/** What all integration tests have: the first project of a run that needs them opens the folder and the server. */
const INTEGRATION = {
  globalSetup: ['test/support/folders-in-memory.ts', 'test/support/postgres-for-tests.ts'],
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

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
        test: { ...INTEGRATION, name: 'integration', include: alone, isolate: true },
      },
      {
        extends: true,
        test: {
          ...INTEGRATION,
          name: 'integration-shared',
          include: integration,
          exclude: alone,
          isolate: false,
        },
      },
    ],
  },
});
