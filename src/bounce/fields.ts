/** A header field, or one of a report: name in lower case, value unfolded. */
export interface Field {
  name: string;
  value: string;
}

/** More than any report has; the rest is not read. */
const MOST_FIELDS = 2000;
const LONGEST_VALUE = 4000;

/**
 * Reads lines of `Name: value` (RFC 5322 §2.2), folded or not, whatever stands between them: blank lines and lines that
 * are no field are passed over.
 */
export function readFields(text: string): Field[] {
  const fields: Field[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    const last = fields.at(-1);
    if (/^[ \t]+\S/.test(line) && last) {
      // Joined, not copied: a header may have thousands of short lines.
      if (last.value.length < LONGEST_VALUE) last.value += `${last.value && ' '}${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (!/^[!-9;-~]{1,80}$/.test(name)) continue;
    if (fields.length >= MOST_FIELDS) break;
    fields.push({ name, value: line.slice(colon + 1).trim() });
  }
  return fields.map(({ name, value }) => ({ name, value: value.slice(0, LONGEST_VALUE) }));
}

/** The first value under this name; empty when there is none. */
export function firstOf(fields: readonly Field[], name: string): string {
  return fields.find(field => field.name === name)?.value ?? '';
}

/** The header of a message: everything before its first blank line. */
export function headerOf(message: string): string {
  return message.split(/\r?\n\r?\n/, 1)[0] ?? '';
}
