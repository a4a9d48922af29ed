/** What a server said of the digest stored last, to be repeated to it: it answers with news alone. */
export interface Validator {
  /** The address that answered, after all redirects. */
  address: string;
  etag: string | null;
  /** `Last-Modified` as the server wrote it. */
  modified: string | null;
}

/** What is known of a source from the times it was read before. */
export interface SourceState {
  /** Null when nothing of it was stored, or the server told nothing to go by. */
  validator: Validator | null;
  /** It is to be left alone until this moment (ms); 0: it may be asked. */
  notBefore: number;
  /** Readings in a row that gave nothing. */
  failures: number;
}

/** Remembers sources by name, from one reading to the next. */
export interface SourceMemory {
  get: (name: string) => Promise<SourceState | null>;
  /** What it answered is stored. */
  remember: (name: string, validator: Validator) => Promise<void>;
  /** It answered. */
  answered: (name: string) => Promise<void>;
  /** It gave nothing, and is left alone until `notBefore` (ms). */
  failed: (name: string, notBefore: number) => Promise<void>;
}
