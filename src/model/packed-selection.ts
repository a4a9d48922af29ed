import { isCalendarDate } from './date.ts';
import {
  type Again,
  GROUP_KINDS,
  type SelectedGroup,
  type SelectedPaper,
  type Selection,
  type Updates,
} from './edition.ts';
import { type PaperUpdate, UPDATE_KINDS } from './paper.ts';

/**
 * How a delivery row keeps its selection. After a version byte all numbers are LEB128 varints:
 *
 *   papers, then of each in order of the mail: zigzag(number − number before) × 2 + (1 if a card)
 *   place of the best paper, more
 *   groups, then of each: its papers × 4 + (0 a topic, 1 a query, 2 outside), bytes of its key, the key in UTF-8
 *   editions shown again, then of each: its date in ASCII, papers, then zigzag(number − number before) of each;
 *   more of these, when there is such an edition
 *   newest snapshot known, papers told of, then of each: zigzag(number − number before), pieces of news, then of each:
 *   its kind (0 version, 1 code, 2 published, 3 withdrawn), bytes of its detail, the detail in UTF-8; more of these
 *
 * Papers stand in front, so that what was carried is read without the rest. Version 1 ended with the groups; in versions 1 and 2
 * these are topics and queries only: papers × 2 + (1 if a query). Version 3 is written only where there is another kind; version 4, the
 * first with the last lines, only for whoever wishes to be told what is new.
 */
const VERSION = 4;
/** The first version that shows papers again. */
const WITH_AGAIN = 2;
/** The first version that knows more than two kinds of groups. */
const WITH_KINDS = 3;
/** The first version that tells what is new. */
const WITH_UPDATES = 4;
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** `2026-06-02` */
const DATE_LENGTH = 10;
/** One more than the largest number that seven bytes of varint hold. */
const VARINT_LIMIT = 2 ** 49;

/** Packs a selection, about 2 bytes a paper. Throws when its best paper is not among its papers. */
export function packSelection(selection: Selection): Uint8Array {
  const papers = selection.groups.flatMap(group => group.papers);
  const best = papers.findIndex(paper => paper.num === selection.best);
  if (best < 0) throw new Error(`The best paper, ${selection.best}, is not part of the selection.`);

  const version = versionOf(selection);
  const out = [version];
  writeVarint(out, papers.length);
  let before = 0;
  for (const { num, form } of papers) {
    writeVarint(out, zigzag(num - before) * 2 + (form === 'card' ? 1 : 0));
    before = num;
  }
  writeVarint(out, best);
  writeVarint(out, selection.more);
  writeVarint(out, selection.groups.length);
  for (const group of selection.groups) {
    writeVarint(out, group.papers.length * kindsIn(version) + GROUP_KINDS.indexOf(group.kind));
    writeText(out, group.key);
  }
  writeAgain(out, selection.again);
  if (selection.updates) writeUpdates(out, selection.updates);
  return new Uint8Array(out);
}

/** The oldest that can say it: what is written as before is the same bytes. */
function versionOf({ groups, updates }: Selection): number {
  if (updates) return WITH_UPDATES;
  return groups.some(({ kind }) => kind === 'outside') ? WITH_KINDS : WITH_AGAIN;
}

/** What the number of papers of a group is multiplied by, to add its kind. */
function kindsIn(version: number): number {
  return version >= WITH_KINDS ? 4 : 2;
}

function writeAgain(out: number[], again: Again | null): void {
  writeVarint(out, again?.editions.length ?? 0);
  if (!again) return;
  if (again.editions.length === 0) throw new Error('What is shown again is of some edition, or null.');
  for (const { edition, papers } of again.editions) {
    if (!isCalendarDate(edition)) throw new Error(`Cannot pack "${edition}" as the date of an edition.`);
    for (const byte of Buffer.from(edition)) out.push(byte);
    writeVarint(out, papers.length);
    let before = 0;
    for (const num of papers) {
      writeVarint(out, zigzag(num - before));
      before = num;
    }
  }
  writeVarint(out, again.more);
}

function writeUpdates(out: number[], { until, papers, more }: Updates): void {
  writeVarint(out, until);
  writeVarint(out, papers.length);
  let before = 0;
  for (const { num, news } of papers) {
    writeVarint(out, zigzag(num - before));
    before = num;
    writeVarint(out, news.length);
    for (const { kind, detail } of news) {
      writeVarint(out, UPDATE_KINDS.indexOf(kind));
      writeText(out, detail);
    }
  }
  writeVarint(out, more);
}

/** Unpacks a selection. Throws an Error when the bytes are not what `packSelection` wrote. */
export function unpackSelection(bytes: Uint8Array): Selection {
  const reader = { bytes, at: 0 };
  const papers: SelectedPaper[] = [];
  const version = readPapers(reader, (num, isCard) => papers.push({ num, form: isCard ? 'card' : 'line' }));
  const best = papers[readVarint(reader)];
  if (!best) throw corrupt();
  const more = readVarint(reader);

  const groups: SelectedGroup[] = [];
  let first = 0;
  for (let left = readVarint(reader); left > 0; left--) {
    const head = readVarint(reader);
    const kinds = kindsIn(version);
    const next = first + Math.floor(head / kinds);
    const kind = GROUP_KINDS[head % kinds];
    if (!kind) throw corrupt();
    groups.push({ kind, key: readText(reader, readVarint(reader)), papers: papers.slice(first, next) });
    first = next;
  }
  const again = version >= WITH_AGAIN ? readAgain(reader) : null;
  const updates = version >= WITH_UPDATES ? readUpdates(reader) : null;
  if (first !== papers.length || reader.at !== bytes.length) throw corrupt();
  return { groups, best: best.num, more, again, updates };
}

function readAgain(reader: Reader): Again | null {
  const editions: Again['editions'] = [];
  for (let left = readVarint(reader); left > 0; left--) {
    const edition = readText(reader, DATE_LENGTH);
    if (!isCalendarDate(edition)) throw corrupt();
    const papers: number[] = [];
    let num = 0;
    for (let rest = readVarint(reader); rest > 0; rest--) {
      num += unzigzag(readVarint(reader));
      if (num < 0) throw corrupt();
      papers.push(num);
    }
    editions.push({ edition, papers });
  }
  return editions.length === 0 ? null : { editions, more: readVarint(reader) };
}

function readUpdates(reader: Reader): Updates {
  const until = readVarint(reader);
  const papers: Updates['papers'] = [];
  let num = 0;
  for (let left = readVarint(reader); left > 0; left--) {
    num += unzigzag(readVarint(reader));
    if (num < 0) throw corrupt();
    const news: PaperUpdate[] = [];
    for (let rest = readVarint(reader); rest > 0; rest--) {
      const kind = UPDATE_KINDS[readVarint(reader)];
      if (!kind) throw corrupt();
      news.push({ kind, detail: readText(reader, readVarint(reader)) });
    }
    papers.push({ num, news });
  }
  return { until, papers, more: readVarint(reader) };
}

/** Only what it tells is new; null where its reader did not wish it. Throws as `unpackSelection`. */
export function unpackUpdates(bytes: Uint8Array): Updates | null {
  return bytes[0] === undefined || bytes[0] < WITH_UPDATES ? null : unpackSelection(bytes).updates;
}

/** The same selection without anything its reader wrote: queries lose their words, papers stay. */
export function withoutQueries(bytes: Uint8Array): Uint8Array {
  const selection = unpackSelection(bytes);
  const groups = selection.groups.map(group => (group.kind === 'query' ? { ...group, key: '' } : group));
  return packSelection({ ...selection, groups });
}

/** Only the paper numbers of a packed selection, in order of the mail. Throws as `unpackSelection`. */
export function unpackNums(bytes: Uint8Array): number[] {
  const nums: number[] = [];
  readPapers({ bytes, at: 0 }, num => nums.push(num));
  return nums;
}

interface Reader {
  bytes: Uint8Array;
  at: number;
}

/** Hands over the papers in order; returns the version of the bytes. */
function readPapers(reader: Reader, take: (num: number, isCard: boolean) => void): number {
  const version = reader.bytes[reader.at++] ?? 0;
  if (version < 1 || version > VERSION) {
    throw new Error(`A packed selection has version ${version}, expected ${VERSION} or older.`);
  }
  let num = 0;
  for (let left = readVarint(reader); left > 0; left--) {
    const packed = readVarint(reader);
    num += unzigzag(Math.floor(packed / 2));
    if (num < 0) throw corrupt();
    take(num, packed % 2 === 1);
  }
  return version;
}

function readText(reader: Reader, length: number): string {
  const end = reader.at + length;
  if (end > reader.bytes.length) throw corrupt();
  const text = DECODER.decode(reader.bytes.subarray(reader.at, end));
  reader.at = end;
  return text;
}

function writeText(out: number[], text: string): void {
  const bytes = Buffer.from(text);
  writeVarint(out, bytes.length);
  for (const byte of bytes) out.push(byte);
}

function readVarint(reader: Reader): number {
  let value = 0;
  for (let scale = 1; scale < VARINT_LIMIT; scale *= 128) {
    const byte = reader.bytes[reader.at++];
    if (byte === undefined) throw corrupt();
    value += (byte & 127) * scale;
    if (byte < 128) return value;
  }
  throw corrupt();
}

function writeVarint(out: number[], value: number): void {
  if (!(value >= 0 && value < VARINT_LIMIT)) throw new Error(`Cannot pack ${value} in a selection.`);
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) out.push((rest % 128) + 128);
  out.push(rest);
}

/** Signed to unsigned, small stays small: 0, −1, 1, −2 … become 0, 1, 2, 3 … */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function corrupt(): Error {
  return new Error('A packed selection is damaged.');
}
