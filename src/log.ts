import type { WriteStream } from 'node:tty';
import { type Logger, pino } from 'pino';
import type { ConfigOf } from './config.ts';
import { UserError } from './errors.ts';

/** What the service has to say while it runs: `log.warn({ source }, 'cannot be read')`. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/**
 * A log of what is at least as urgent as `level`: one readable line each on a terminal, one JSON
 * document a line in a pipe or a file. Passwords in addresses are taken out of whatever is said.
 */
export function createLog(
  level: ConfigOf<'log'>['logLevel'],
  stream: Pick<WriteStream, 'isTTY' | 'write'>,
): Log {
  const write = (line: string) => stream.write(withoutPasswords(stream.isTTY ? readable(line) : line));
  const said = { level: (label: string) => ({ level: label }) };
  const options = { level, base: null, formatters: said, serializers: { err: told } };
  return pino({ ...options, timestamp: pino.stdTimeFunctions.isoTime }, { write });
}

/** What is known of an error: of a person's mistake its words, of a fault where it happened too. */
function told(error: unknown): unknown {
  if (error instanceof UserError) return { message: error.message };
  return error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error) };
}

/** A line of JSON for people: time of the day, what is not mere information, the words, the details. */
function readable(line: string): string {
  const { time, level, msg = '', err, ...details } = JSON.parse(line) as Record<string, unknown>;
  const clock = new Date(String(time)).toTimeString().slice(0, 8);
  const urgency = level === 'info' ? '' : `${level}: `;
  const why = err ? `: ${(err as { message: string }).message}` : '';
  const rest = Object.entries(details).map(([key, value]) => `${spaced(key)} ${asWords(value)}`);
  const tail = rest.length > 0 ? ` (${rest.join(', ')})` : '';
  // Whatever a server says must not steer the terminal.
  return `${`${clock} ${urgency}${msg}${why}${tail}`.replace(/\p{Cc}+/gu, ' ')}\n`;
}

/** `newPapers` as two words. */
function spaced(key: string): string {
  return key.replace(/[A-Z]/g, capital => ` ${capital.toLowerCase()}`);
}

function asWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(asWords).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * `scheme://name:password@host` is an address that anybody may be shown once the middle is gone: up to the last @,
 * for a password may hold one that nobody encoded.
 */
function withoutPasswords(line: string): string {
  return line.replace(/(:\/\/)(?:[^\s/:@"]+:[^\s"]*|[^\s/@"]+)@/g, '$1***@');
}

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
