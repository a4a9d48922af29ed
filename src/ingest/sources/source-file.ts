/** One snapshot as a source hands it over. */
export interface SourceFile {
  /** Path as given, for a folder with the file's name; `-` for standard input. */
  name: string;
  /** What was read: of a file that is too large only so much that `readSnapshot` refuses it. */
  bytes: Uint8Array;
  /** Modification time, milliseconds since the epoch; null when there is none. */
  mtime: number | null;
  /** Why the file could not be read, in words; its bytes are empty then. */
  problem: string | null;
  /** The encoding that a server says it is in, in small letters; null where nobody says. */
  charset: string | null;
  /** True when the server says that it is what was stored of it last: there are no bytes then. */
  unmodified: boolean;
  /** True when the server was not asked at all: it is left alone until `retryAt`. */
  putOff: boolean;
  /** The server is to be left alone until this moment (ms); null when it may be asked at any time. */
  retryAt: number | null;
  /**
   * To be called when what was read is stored. Only then is the server asked for news alone: a crash between reading and
   * storing would otherwise hide a digest for ever.
   */
  kept: () => Promise<void>;
}

const NOTHING_KEPT = async () => {};

/** A file that was read, of which there is nothing to remember. */
export function readFrom(name: string, bytes: Uint8Array, mtime: number | null): SourceFile {
  return {
    name,
    bytes,
    mtime,
    problem: null,
    charset: null,
    unmodified: false,
    putOff: false,
    retryAt: null,
    kept: NOTHING_KEPT,
  };
}

/** A file that could not be read. */
export function unread(name: string, problem: string, retryAt: number | null = null): SourceFile {
  return { ...readFrom(name, new Uint8Array(), null), problem, retryAt };
}
