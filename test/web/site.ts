import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWeb } from '../../src/web/open-web.ts';
import type { OnWebError, WebApp } from '../../src/web/web-app.ts';
import { capture } from '../support/captures.ts';
import { digest, title } from '../support/digest.ts';
import { fingerprintOfFile } from '../support/fingerprint.ts';
import { openWorld, type World } from '../support/world.ts';

export const DAY = '2026-06-01';
export const EMAIL = 'vera@example.org';

/** A world with one reader, one edition that carried her a real page and two papers of the tests, and the pages. */
export interface SiteWorld {
  world: World;
  web: WebApp;
  /** The links of her mail. */
  links: ReturnType<World['parts']['links']>;
  /** Public ids of the papers in it. */
  papers: string[];
  get: (link: string, headers?: Record<string, string>) => Promise<Page>;
  post: (link: string, fields?: Record<string, string | string[]>) => Promise<Page>;
  ask: (request: Request) => Promise<Page>;
  reader: () => Promise<Awaited<ReturnType<World['parts']['store']['subscribers']['byNums']>>[number]>;
  /** Stands for everything in the database. */
  fingerprint: () => string;
}

/** An answer with its text. */
export interface Page {
  status: number;
  headers: Headers;
  text: string;
}

interface SiteOptions {
  env?: Record<string, string>;
  onError?: OnWebError;
  onOperator?: (did: string) => void;
  titles?: string[];
}

export async function openSiteWorld(options: SiteOptions = {}): Promise<SiteWorld> {
  const { folder, num } = await siteBefore(options);
  const world = await openWorld(START, options.env, undefined, folder);
  const web = await openWeb(world.app, {
    onError: options.onError ?? (error => Promise.reject(error)),
    ...(options.onOperator && { onOperator: options.onOperator }),
  });
  const ask = async (request: Request): Promise<Page> => {
    const answer = await web.fetch(request);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return {
    world,
    web,
    links: world.parts.links(num, DAY),
    papers: (await world.carried()).map(line => line.split(' ')[1] ?? ''),
    get: (link, headers = {}) => ask(new Request(link, { headers })),
    post: (link, fields = {}) => ask(new Request(link, { method: 'POST', body: formOf(fields) })),
    ask,
    reader: async () => {
      const [found] = await world.parts.store.subscribers.byNums([num]);
      if (!found) throw new Error('the reader is gone');
      return found;
    },
    fingerprint: () => fingerprintOfFile(join(world.folder, 'data', 'paperboy.db')),
  };
}

const START = Date.parse(`${DAY}T08:00:00Z`);

/**
 * Worlds where all that has happened, closed, for the tests of a process to go on from: making one costs a second. Files of tests share
 * them, so they go with what all tests wrote (test/support/folders-in-memory.ts).
 */
const made = new Map<string, Promise<{ folder: string; num: number }>>();
const folders = mkdtempSync(join(tmpdir(), 'paperboy-sites-'));

function siteBefore({ env = {}, titles = [title(1), title(2)] }: SiteOptions) {
  const key = JSON.stringify([env, titles]);
  const site = made.get(key) ?? makeSite(join(folders, String(made.size)), env, titles);
  made.set(key, site);
  return site;
}

async function makeSite(folder: string, env: Record<string, string>, titles: readonly string[]) {
  const world = await openWorld(START, env);
  const num = await world.subscribe(EMAIL, {
    name: 'Vera',
    topics: ['llm'],
    queries: ['"number 2"', '"reasoning of"'],
    max: 30,
  });
  await world.ingest(capture('capture-2026-06-02.txt'), DAY);
  await world.ingest(digest(...titles), DAY);
  await world.send(DAY);
  await world.app.close();
  cpSync(world.folder, folder, { recursive: true });
  await world.dispose();
  return { folder, num };
}

function formOf(fields: Record<string, string | string[]>): URLSearchParams {
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries(fields)) {
    for (const value of [values].flat()) body.append(name, value);
  }
  return body;
}
