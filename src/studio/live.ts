import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { App } from '../app.ts';
import { UserError } from '../errors.ts';
import { type Mistake, MistakeError } from '../mistake.ts';
import type { Reachable } from '../model/subscriber.ts';
import type { Parts } from '../pipeline/parts.ts';
import { preferenceRules } from '../pipeline/preference-rules.ts';
import { warmUp } from '../render/mjml-document.ts';
import { withExcerpts } from './excerpt.ts';
import { type Listed, listedReaders } from './listed-readers.ts';
import { mistakesInPages } from './live-pages.ts';
import { watchFolders } from './watch.ts';

/** A mistake, with the lines of the file around it. */
export interface ShownMistake extends Mistake {
  excerpt: { line: number; text: string; wrong: boolean }[];
}

/** Somebody on a list in `subscribers/`, who need not be a subscriber. */
export interface ListedReader {
  /** Name of the file, and their line in it. */
  file: string;
  line: number;
  /** With the number of nobody. */
  subscriber: Reachable;
}

/** The files that an operator edits, as they are by now. */
export interface Live {
  /** Made of the newest templates, theme and catalogue that work. */
  parts: () => Promise<Parts>;
  /** The same in another theme of `templates/themes`, by its name. Throws a UserError when there is none. */
  themed: (theme: string) => Promise<Parts>;
  /** What is wrong with the files as they are: with those of `parts`, of lists and of pages. */
  mistakes: () => readonly ShownMistake[];
  /** `parts` are older than the files, which do not work. Mistakes in lists and in pages leave them fresh. */
  isBehind: () => boolean;
  /** Rises with every change that was taken in, or refused. */
  version: () => number;
  /** Everybody on the lists in `subscribers/`, the examples first. */
  readers: () => Promise<readonly ListedReader[]>;
  /** Tells of every new version. Returns what ends it. */
  watch: (listener: (version: number) => void) => () => void;
  close: () => void;
}

/** What came of the files at one time. */
interface Made {
  /** The newest that work. */
  parts: Parts;
  /** Why `parts` is not made of the files as they are. */
  wrong: readonly Mistake[];
  listed: Listed;
  /** What is wrong with the templates of pages. */
  pages: ReadonlyMap<string, readonly Mistake[]>;
  shown: readonly ShownMistake[];
}

/** Opens the files of a program and watches them; without `events`, by looking often. Throws where they do not work to begin with. */
export async function openLive(app: App, options: { events?: boolean } = {}): Promise<Live> {
  const { templates, subscribers } = app.home;
  const listeners = new Set<(version: number) => void>();
  const themes = new Map<string, Promise<Parts>>();
  /** The last of each that worked. */
  const lastThemed = new Map<string, Parts>();
  const changed = new Set<string>();
  let version = 0;
  let isBusy = true;
  let isClosed = false;

  // Before anything is read: a change from then on is noticed.
  const watching = await watchFolders(
    [templates, subscribers],
    paths => {
      for (const path of paths) changed.add(path);
      void takeIn();
    },
    options,
  );
  let made = await begin(app).catch(error => {
    watching.close();
    throw error;
  });
  isBusy = false;
  void takeIn();
  // The first save is to be as quick as the others; should this fail, that save tells why.
  warmUp().catch(() => {});

  /** One change at a time; what comes meanwhile is taken in right after, so that the newest is what stays. */
  async function takeIn(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    while (changed.size > 0 && !isClosed) {
      const paths = [...changed];
      changed.clear();
      const last = made;
      // Whatever a file system may come up with: what worked stays, and the next change is taken in.
      made = await remake(app, last, paths).catch(error =>
        finish({ ...last, wrong: mistakesOf(app, error) }),
      );
      themes.clear();
      version++;
      for (const listener of [...listeners]) listener(version);
    }
    isBusy = false;
  }

  return {
    parts: async () => made.parts,
    themed: theme => {
      const known = themes.get(theme);
      if (known) return known;
      const parts = themedParts(app, theme).catch(error => {
        const last = lastThemed.get(theme);
        if (last && error instanceof MistakeError) return last;
        throw error;
      });
      themes.set(theme, parts);
      parts.then(
        made => lastThemed.set(theme, made),
        () => {},
      );
      return parts;
    },
    mistakes: () => made.shown,
    isBehind: () => made.wrong.length > 0,
    version: () => version,
    readers: async () => made.listed.readers,
    watch: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      isClosed = true;
      listeners.clear();
      watching.close();
    },
  };
}

async function begin(app: App): Promise<Made> {
  const parts = await app.parts();
  return finish({ parts, wrong: [], listed: await readLists(app, parts), pages: new Map() });
}

/** What follows of the changes at these paths; what they do not touch stays as it is. */
async function remake(app: App, made: Made, paths: readonly string[]): Promise<Made> {
  const those = (concern: Concern) => paths.filter(path => concernOf(app, path) === concern);
  const pages = await mistakesInPages(made.pages, those('pages'));
  const { parts, wrong } = those('parts').length > 0 ? await freshen(app, made.parts) : made;
  const isSame = parts.catalogue === made.parts.catalogue && those('lists').length === 0;
  return finish({ parts, wrong, pages, listed: isSame ? made.listed : await readLists(app, parts) });
}

/** Parts of the files as they are, or the last that worked and why. */
async function freshen(app: App, last: Parts): Promise<Pick<Made, 'parts' | 'wrong'>> {
  try {
    return { parts: await app.freshParts(), wrong: [] };
  } catch (error) {
    return { parts: last, wrong: mistakesOf(app, error) };
  }
}

async function finish(made: Omit<Made, 'shown'>): Promise<Made> {
  const { wrong, listed, pages } = made;
  return {
    ...made,
    shown: await withExcerpts([...wrong, ...[...pages.values()].flat(), ...listed.mistakes]),
  };
}

/** Topics and queries of lists are checked with the catalogue that the parts are made with. */
function readLists(app: App, { catalogue }: Parts): Promise<Listed> {
  return listedReaders(app.home.subscribers, preferenceRules(catalogue), app.clock.now());
}

/** What a file is for: the parts, the lists, or pages, which are read by those who show them. */
type Concern = 'parts' | 'lists' | 'pages';

function concernOf({ home }: App, path: string): Concern {
  const within = relative(home.templates, path).split(sep);
  if (within[0] !== '..') return ['web', 'studio'].includes(within[0] ?? '') ? 'pages' : 'parts';
  return relative(home.subscribers, path) === 'topics.yaml' ? 'parts' : 'lists';
}

/** Whatever is wrong with a file must not end the studio, foreseen or not. */
function mistakesOf({ home }: App, error: unknown): readonly Mistake[] {
  if (error instanceof MistakeError) return error.mistakes;
  const message = error instanceof Error ? error.message : String(error);
  return [{ file: home.templates, line: null, column: null, message }];
}

async function themedParts(app: App, theme: string): Promise<Parts> {
  const folder = join(app.home.templates, 'themes');
  const names = (await readdir(folder).catch(() => []))
    .filter(name => name.endsWith('.yaml'))
    .map(name => name.replace(/\.yaml$/, ''));
  if (names.includes(theme)) return app.freshParts(join(folder, `${theme}.yaml`));
  throw new UserError(
    `There is no theme ${JSON.stringify(theme)}: ${folder} has ${names.join(', ') || 'none'}.`,
  );
}
