import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';

/** A piece of the text, from one place to another, and what takes its place. */
interface Edit {
  from: number;
  to: number;
  text: string;
}

/**
 * The text of a catalogue with these thresholds, by topic id: a number that is there is replaced, any other gets a line above the
 * topic's terms. Everything else stays as it is, to the letter. Null for what cannot be edited so, as topics that are made by an alias.
 */
export function withThresholds(yamlText: string, thresholds: ReadonlyMap<string, number>): string | null {
  const topics = parseDocument(yamlText).get('topics', true);
  if (!isSeq(topics)) return null;
  const edits: Edit[] = [];
  for (const [id, threshold] of thresholds) {
    const topic = topics.items.find(item => isMap(item) && item.get('id') === id);
    const edit = isMap(topic) ? editOf(yamlText, topic, threshold) : null;
    if (!edit) return null;
    edits.push(edit);
  }
  const edited = edits
    .sort((a, b) => b.from - a.from)
    .reduce((text, { from, to, text: new_ }) => text.slice(0, from) + new_ + text.slice(to), yamlText);
  return isAsMeant(yamlText, edited, thresholds) ? edited : null;
}

function editOf(text: string, topic: YAMLMap, threshold: number): Edit | null {
  const present = topic.get('threshold', true);
  if (isScalar(present))
    return present.range ? edit(present.range[0], present.range[1], `${threshold}`) : null;
  const keys = topic.items.map(({ key }) => key).filter(isScalar);
  const before = keys.find(({ value }) => value === 'terms') ?? keys.find(({ value }) => value === 'name');
  const at = before?.range?.[0];
  if (at === undefined) return null;
  if (topic.flow) return edit(at, at, `threshold: ${threshold}, `);
  const line = text.lastIndexOf('\n', at - 1) + 1;
  const indent = ' '.repeat(at - line);
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  // Remarks that stand above the terms are about the terms.
  const above = /(?:(?<=^|\n)[ \t]*#[^\n]*\n)+$/.exec(text.slice(0, line));
  const isAlone = text.slice(line, at).trim() === '';
  if (above && isAlone) return edit(above.index, above.index, `${indent}threshold: ${threshold}${end}`);
  return edit(at, at, `threshold: ${threshold}${end}${indent}`);
}

function edit(from: number, to: number, text: string): Edit {
  return { from, to, text };
}

/** Read again, the text says what it said before, and the thresholds. */
function isAsMeant(before: string, after: string, thresholds: ReadonlyMap<string, number>): boolean {
  const document = parseDocument(after);
  if (document.errors.length > 0) return false;
  const wanted: unknown = parseDocument(before).toJS({ maxAliasCount: 1000 });
  for (const topic of topicsIn(wanted)) {
    const threshold = thresholds.get(String(topic.id));
    if (threshold !== undefined) topic.threshold = threshold;
  }
  return sorted(document.toJS({ maxAliasCount: 1000 })) === sorted(wanted);
}

function topicsIn(document: unknown): Record<string, unknown>[] {
  if (typeof document !== 'object' || document === null || !('topics' in document)) return [];
  return Array.isArray(document.topics) ? document.topics : [];
}

/** As JSON, whatever the order of keys. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}
