import { readFileSync } from 'node:fs';
import { readSnapshot, type SnapshotHints } from '../../src/ingest/read-snapshot.ts';
import type { ReadSnapshot } from '../../src/model/snapshot.ts';

/** A day after every capture the tests bring along. */
export const NOW = Date.UTC(2026, 10, 20, 12);

/** Reads a text (or bytes) as a snapshot, on a set day, in UTC. */
export function readText(content: string | Uint8Array, hints: Partial<SnapshotHints> = {}): ReadSnapshot {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return readSnapshot(bytes, { now: NOW, timeZone: 'UTC', ...hints });
}

/** The text of a real page that came in another rendering. */
export function rendering(name: string): string {
  return readFileSync(new URL(`../fixtures/sources/${name}`, import.meta.url), 'utf8');
}

/** The furniture above the papers, with this page date. */
export function header(date: string): string {
  return `new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nbyAK and the research community\n\n${date}\n\n`;
}

/** An abstract of the usual length that begins with its subject. */
export function abstractOf(subject: string): string {
  const sentence = `We study ${subject} and report what we found on several public benchmarks. `;
  return sentence.repeat(Math.ceil(600 / sentence.length)).trim();
}

/** Every line end, dash, quotation mark and space in another spelling. */
export const RESPELLINGS: readonly [what: string, respell: (text: string) => string][] = [
  ['CRLF line ends', text => text.replaceAll('\n', '\r\n')],
  ['CR line ends', text => text.replaceAll('\n', '\r')],
  [
    'line and paragraph separators',
    text => text.replaceAll('\n\n', '\u2029\u2028').replaceAll('\n', '\u2028'),
  ],
  ['next lines, tabs and feeds', text => text.replaceAll('\n\n', '\u0085\v').replaceAll('\n', '\f')],
  ['a byte-order mark', text => `\ufeff${text}`],
  ['no-break spaces', text => text.replaceAll(' ', '\u00a0')],
  ['thin spaces', text => text.replaceAll(' ', '\u2009')],
  ['en dashes', text => text.replaceAll('-', '–')],
  ['em dashes', text => text.replaceAll('-', '—')],
  ['no-break hyphens', text => text.replaceAll('-', '\u2011')],
  ['curly quotation marks', text => text.replaceAll("'", '’').replaceAll('"', '”')],
  ['spaces at line ends', text => text.replaceAll('\n', '  \n')],
  ['soft hyphens and zero-width spaces', text => text.replaceAll('tion', 't\u00adi\u200bon')],
  ['no blank lines', text => text.replace(/\n+/g, '\n')],
  ['decomposed accents', text => text.normalize('NFD')],
];
