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
}
