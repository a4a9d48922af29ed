import type { Mistake } from '../mistake.ts';
import { nearest } from '../model/nearest.ts';
import { ATTRIBUTES, ELEMENTS } from './lint/mjml-words.ts';
import { placeOf } from './place.ts';

/** What MJML says of an element. */
interface Complaint {
  line: number;
  message: string;
  tagName: string;
}

/** A complaint of MJML, which has a line, with the column in what is written, and with the name that may have been meant. */
export function inPlace({ line, message, tagName }: Complaint, written: string): Omit<Mistake, 'file'> {
  const start = startOfLine(written, line);
  const tag = written.indexOf(`<${tagName}`, start);
  const at = tag < 0 ? null : placeOfSubject(written, tag, message);
  const words = `${message.trim()}${meant(message)}`;
  return {
    ...(at === null ? { line, column: null } : placeOf(written, at)),
    message: `<${tagName}>: ${words}`,
  };
}

/** Of the attribute that the message names, else of the tag. */
function placeOfSubject(written: string, tag: number, message: string): number {
  const name = /^Attributes? ([\w-]+)/.exec(message)?.[1];
  if (name === undefined) return tag;
  const end = written.indexOf('>', tag);
  const found = written.slice(tag, end < 0 ? undefined : end).search(new RegExp(`\\s${name}\\s*=`));
  return found < 0 ? tag : tag + found + 1;
}

function meant(message: string): string {
  const attribute = /^Attributes? ([\w-]+).*illegal/.exec(message)?.[1];
  const element = /^Element ([\w-]+) doesn't exist/.exec(message)?.[1];
  const [name] =
    attribute !== undefined
      ? nearest(attribute, Object.keys(ATTRIBUTES))
      : element !== undefined
        ? nearest(element, ELEMENTS)
        : [];
  return name === undefined ? '' : `: did you mean ${name}?`;
}

function startOfLine(text: string, line: number): number {
  let at = 0;
  for (let left = line - 1; left > 0; left--) {
    const end = text.indexOf('\n', at);
    if (end < 0) return at;
    at = end + 1;
  }
  return at;
}
