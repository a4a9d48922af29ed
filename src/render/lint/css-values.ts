import { type CssNode, lexer } from 'css-tree';
import { nearest } from '../../model/nearest.ts';

/** Words of one mail program or browser, which no list has. */
const OF_ONE_PROGRAM = /^(-|mso-|[*_]|supported-color-schemes$)/i;
const VALUE_OF_ONE_PROGRAM = /(^|[\s,(])(-(webkit|moz|ms|o)-|mso-|windowtext\b)|\bexpression\(/i;
/** An explanation that is longer explains nothing. */
const READABLE = 90;

/** A value that CSS does not have: where in it the mistake begins, as far as known, and what it is. */
export interface ValueFlaw {
  at: number | null;
  message: string;
}

/** Properties that people write in mails: one of these was meant. */
const COMMON =
  `background background-color background-image background-position background-repeat background-size border border-bottom
  border-bottom-color border-bottom-style border-bottom-width border-collapse border-color border-left border-radius border-right border-spacing
  border-style border-top border-width box-shadow box-sizing clear color cursor direction display float font font-family font-size font-style
  font-variant font-weight height hyphens letter-spacing line-height list-style list-style-type margin margin-bottom margin-left margin-right
  margin-top max-height max-width min-height min-width opacity outline overflow overflow-wrap padding padding-bottom padding-left padding-right
  padding-top position table-layout text-align text-decoration text-decoration-color text-decoration-style text-indent text-overflow text-shadow
  text-transform vertical-align visibility white-space width word-break word-spacing word-wrap`.split(/\s+/);

/** What is wrong with the name of a property; null for nothing. */
export function propertyFlaw(property: string): string | null {
  if (OF_ONE_PROGRAM.test(property) || lexer.getProperty(property) !== null) return null;
  const [meant] = nearest(property, COMMON);
  return `there is no property ${property} in CSS${meant === undefined ? '' : `: did you mean ${meant}?`}`;
}

/** What is wrong with a value, as text or as it was read, of a property that CSS has; null for nothing. */
export function valueFlaw(property: string, value: string | CssNode, text: string): ValueFlaw | null {
  const key = `${property}: ${text}`;
  if (good.has(key) || OF_ONE_PROGRAM.test(property) || VALUE_OF_ONE_PROGRAM.test(text)) return null;
  const { error } = lexer.matchProperty(property.toLowerCase(), value);
  // What cannot be decided here, such as a value with var(), is no mistake.
  if (error === null || !('mismatchOffset' in error)) {
    if (good.size >= MOST_KEPT) good.clear();
    good.add(key);
    return null;
  }
  const { loc, mismatchOffset, mismatchLength, css, syntax } = error;
  const wrong = css.slice(mismatchOffset, mismatchOffset + Math.max(1, mismatchLength)) || text;
  return { at: loc?.start?.offset ?? null, message: `${property} cannot be ${text}${hint(wrong, syntax)}` };
}

/** Values that were looked at before: a template has the same ones again and again, and at every save. */
const good = new Set<string>();
const MOST_KEPT = 2000;

function hint(wrong: string, syntax: string): string {
  if (/^-?[\d.]+$/.test(wrong)) return `: expected a unit, like ${wrong}px`;
  if (/^#/.test(wrong)) return `: expected a colour, like #8c2f20`;
  return syntax.length > READABLE || wrong === '' ? `: look at ${wrong}` : `: expected ${syntax}`;
}
