import type { WriteStream } from 'node:tty';

/** Counts up on one line of a terminal while something long is under way. */
export interface Progress {
  /** `total` when it is known: then the line moves once a percent. */
  update(done: number, total?: number): void;
  /** Takes the line away. */
  end(): void;
}

const CLEAR_LINE = '\r\x1b[K';
const STEP_WITHOUT_TOTAL = 100;

/** Progress of `label` on a terminal, usually stderr; silent where the stream is a pipe or a file. */
export function createProgress(stream: Pick<WriteStream, 'isTTY' | 'write'>, label: string): Progress {
  if (!stream.isTTY) return { update() {}, end() {} };
  let shown = -1;
  return {
    update(done, total) {
      const step = Math.max(1, total === undefined ? STEP_WITHOUT_TOTAL : Math.floor(total / 100));
      if (shown >= 0 && done < shown + step && done !== total) return;
      shown = done;
      const of = total === undefined ? '' : ` of ${total.toLocaleString('en')}`;
      stream.write(`${CLEAR_LINE}${label} ${done.toLocaleString('en')}${of}`);
    },
    end() {
      if (shown >= 0) stream.write(CLEAR_LINE);
    },
  };
}
