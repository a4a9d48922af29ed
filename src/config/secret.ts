import { inspect } from 'node:util';

/** A text that never shows itself: not in logs, errors, `JSON.stringify` or `util.inspect`. */
export interface Secret {
  /** The text itself, for the one place that needs it. */
  reveal(): string;
}

const MASK = '(set)';

/** Wraps `text`; whatever prints the result shows `(set)`. */
export function secret(text: string): Secret {
  const mask = () => MASK;
  return Object.freeze({ reveal: () => text, toString: mask, toJSON: mask, [inspect.custom]: mask });
}
