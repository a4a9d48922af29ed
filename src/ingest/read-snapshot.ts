import { UserError } from '../errors.ts';
import type { Entry } from '../model/paper.ts';
import type { ReadSnapshot } from '../model/snapshot.ts';
import type { JsonMapping } from '../model/source.ts';
import { captureDate, type DateEvidence, type DateHints } from './dates/capture-date.ts';
import { decode } from './decode.ts';
import { finishEntry } from './finish-entry.ts';
import { ALL_FORMATS } from './formats/all-formats.ts';
import type { Format, Reading } from './formats/format.ts';
import { jsonMapping, MAPPED } from './formats/json-mapping/json-mapping.ts';

/** What is known about a snapshot besides its bytes. */
export interface SnapshotHints extends DateHints {
  /** Name of the format to read it as, whatever it looks like. */
  format?: string;
  /** The encoding that its server named; believed after what the bytes say themselves. */
  charset?: string | null;
  /** Where its fields stand, for JSON that no format knows. */
  mapping?: JsonMapping;
}

const NO_EVIDENCE: DateEvidence = {
  page: null,
  stated: null,
  near: [],
  printsCurrentYear: false,
  notBefore: null,
  published: [],
};

/**
 * Reads one snapshot: its bytes in, its entries out, with a reason and a line for everything that
 * was not kept. Pure, and linear in the size of the bytes. Bad content never throws: `refusal` says
 * why nothing could be used. Only an unknown `format` name is a UserError.
 */
export function readSnapshot(bytes: Uint8Array, hints: SnapshotHints): ReadSnapshot {
  const forced = forcedBy(hints);
  const decoded = decode(bytes, hints.charset);
  if ('refusal' in decoded) return refused(hints, forced, decoded.refusal);
  const { text } = decoded;
  if (text.trim() === '') return refused(hints, forced, 'line 1: the snapshot is empty');
  const format = forced ?? ALL_FORMATS.find(each => each.recognises(text)) ?? null;
  if (!format) return refused(hints, null, `line 1: no known format; expected ${expectations()}`);
  const snapshot = assemble(format, format.read(text), hints);
  if (decoded.remark) snapshot.remarks.unshift(decoded.remark);
  return snapshot;
}

function assemble(format: Format, reading: Reading, hints: SnapshotHints): ReadSnapshot {
  const published = reading.drafts.map(draft => draft.published).filter(date => date !== null);
  const { remark, ...date } = captureDate({ ...reading.date, published }, hints);
  const entries: Entry[] = [];
  const rejected = [...reading.rejected];
  for (const draft of reading.drafts) {
    const entry = finishEntry(draft, date.capturedAt);
    if ('reason' in entry) rejected.push({ line: draft.line, reason: entry.reason });
    else entries.push(entry);
  }
  rejected.sort((a, b) => a.line - b.line);
  const [first] = rejected;
  const nothing = first
    ? `line ${first.line}: no usable entry; ${first.reason}`
    : `line 1: a page without papers; expected ${format.expects}`;
  const quiet = entries.length === 0 && rejected.length === 0 ? (reading.quiet ?? null) : null;
  const refusal = reading.refusal ?? (entries.length === 0 && quiet === null ? nothing : null);
  return {
    format: format.name,
    ...date,
    entries: refusal === null ? entries : [],
    rejected,
    refusal,
    quiet,
    declared: reading.declared ?? null,
    remarks: remark ? [remark, ...reading.remarks] : reading.remarks,
  };
}

function refused(hints: SnapshotHints, format: Format | null, refusal: string): ReadSnapshot {
  const { remark: _, ...date } = captureDate(NO_EVIDENCE, hints);
  return {
    format: format?.name ?? null,
    ...date,
    entries: [],
    rejected: [],
    refusal,
    quiet: null,
    declared: null,
    remarks: [],
  };
}

/** How far a format is believed beside others; what nobody reads any more, not at all. */
export function trustOf(name: string): number {
  return [...ALL_FORMATS, MAPPED].find(each => each.name === name)?.trust ?? 0;
}

function forcedBy({ format, mapping }: SnapshotHints): Format | null {
  if (mapping !== undefined) return jsonMapping(mapping);
  return format === undefined ? null : formatNamed(format);
}

function formatNamed(name: string): Format {
  const format = ALL_FORMATS.find(each => each.name === name);
  if (format) return format;
  const names = ALL_FORMATS.map(each => each.name).join(', ');
  throw new UserError(`unknown format "${name}"; --format takes one of: ${names}`);
}

function expectations(): string {
  const names = ALL_FORMATS.map(({ name }) => name).join(', ');
  return `a page of huggingface.co/papers or what its API answers, a feed of arXiv, RSS, Atom or JSON, or an answer of Semantic Scholar, OpenReview or bioRxiv (formats: ${names}); JSON of another shape needs a mapping in subscribers/sources.yaml`;
}
