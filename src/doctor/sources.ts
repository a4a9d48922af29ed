import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { isAddress, shownSource } from '../ingest/sources/address.ts';
import { sourceOn } from '../ingest/sources/open-sources.ts';
import type { CalendarDate } from '../model/date.ts';
import type { Source } from '../model/source.ts';
import { type Answer, answerOf, type Fetch } from './answer.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** How servers say that there is nothing (yet) for a day. */
const ABSENT = [400, 404, 410];

/** What a source was found to be, and what its server answered if it has one. */
export interface ExaminedSource {
  finding: Finding;
  /** Host of the server; null for a path. */
  host: string | null;
  answer: Answer | null;
}

/** Each source: is it there, and can it be read? `{date}` becomes `day`; `fetchOf` asks as reading that source would. */
export function examineSources(
  sources: readonly Source[],
  day: CalendarDate,
  fetchOf: (source: Source, place: string) => Fetch,
  now: () => number,
): Promise<ExaminedSource[]> {
  return Promise.all(
    sources.map((source, at) => {
      const { location } = source;
      const place = sourceOn(location, day);
      const id = `source.${at + 1}`;
      const dated = place !== location;
      return isAddress(place)
        ? examineUrl(id, place, dated, fetchOf(source, place), now)
        : examinePath(id, place, dated);
    }),
  );
}

async function examineUrl(id: string, url: string, dated: boolean, fetch: Fetch, now: () => number) {
  const answer = await answerOf(url, fetch, now);
  return { finding: findingOf(id, shownSource(url), dated, answer), host: new URL(url).host, answer };
}

function findingOf(id: string, name: string, dated: boolean, { status, problem }: Answer): Finding {
  if (status === null) {
    return fail(
      id,
      `${name} cannot be reached: ${problem}.`,
      'Correct SOURCES or sources.yaml, or see what the server is doing.',
    );
  }
  if (status < 400) return ok(id, `${name} answers.`);
  if (dated && ABSENT.includes(status)) {
    return warn(
      id,
      `${name} answers ${status}: today's is not out yet, or the address is wrong.`,
      'Look again later.',
    );
  }
  return fail(id, `${name} answers ${status}.`, adviceFor(status));
}

function adviceFor(status: number): string {
  if (status === 401 || status === 403) {
    return 'Write name and password into the address in SOURCES or sources.yaml (https://name:password@…), or correct them.';
  }
  if (status === 429 || status >= 500) return 'Look again later, or ask whoever runs that server.';
  return 'Correct the address in SOURCES or sources.yaml.';
}

async function examinePath(id: string, path: string, dated: boolean): Promise<ExaminedSource> {
  return { finding: await pathFinding(id, path, dated), host: null, answer: null };
}

async function pathFinding(id: string, path: string, dated: boolean): Promise<Finding> {
  try {
    const folder = (await stat(path)).isDirectory();
    await access(path, folder ? constants.R_OK | constants.X_OK : constants.R_OK);
    return ok(id, `${path} is a ${folder ? 'folder' : 'file'} that can be read.`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') {
      return fail(id, `${path} cannot be read (${code}).`, 'Let the user who runs Paperboy read it.');
    }
    return dated
      ? warn(id, `${path} is not there: today's is not out yet, or the name is wrong.`, 'Look again later.')
      : fail(id, `${path} is not there.`, 'Correct SOURCES or sources.yaml, or make the folder.');
  }
}
