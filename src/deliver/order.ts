/** What is to be delivered. */
export interface DeliverOrder {
  edition: string;
  /**
   * Calendar moment (ms) as it begins: slots up to it are delivered, and expiry is judged by it and the time
   * since. Null: the operator asked for the whole day, and nothing of it expires.
   */
  at: number | null;
  /** Whatever was deferred before this moment (ms) is tried at once, its rest over or not. Null: it rests. */
  retryBefore: number | null;
}
