import { type Element, ownText } from './cascade-elements.ts';
import type { Declared } from './cascade-sheets.ts';
import { isValid } from './cascade-values.ts';

type Styles = Readonly<Record<string, string>>;

const NOT_SHOWN: Styles = { display: 'none' };
const CONTROL: Styles = { color: 'fieldtext', 'background-color': 'field', 'font-size': '13.333px' };
const BUTTON: Styles = { ...CONTROL, color: 'buttontext', 'background-color': 'buttonface' };

/** How browsers show elements that nobody styled, as far as it changes colour or size of text. */
const BY_NAME: Readonly<Record<string, Styles>> = {
  ...each(
    'area base datalist head link meta noembed noframes param rp script style template title',
    NOT_SHOWN,
  ),
  ...each('b strong', { 'font-weight': 'bolder' }),
  ...each('small sub sup', { 'font-size': 'smaller' }),
  ...each('input select textarea', { ...CONTROL, 'font-weight': 'normal' }),
  big: { 'font-size': 'larger' },
  th: { 'font-weight': 'bold' },
  h1: { 'font-size': '2em', 'font-weight': 'bold' },
  h2: { 'font-size': '1.5em', 'font-weight': 'bold' },
  h3: { 'font-size': '1.17em', 'font-weight': 'bold' },
  h4: { 'font-weight': 'bold' },
  h5: { 'font-size': '.83em', 'font-weight': 'bold' },
  h6: { 'font-size': '.67em', 'font-weight': 'bold' },
  mark: { color: 'marktext', 'background-color': 'mark' },
  button: { ...BUTTON, 'font-weight': 'normal' },
};

function each(names: string, styles: Styles): Record<string, Styles> {
  return Object.fromEntries(names.split(' ').map(name => [name, styles]));
}

/** What a browser's own style sheet declares for an element. */
export function defaultsOf(element: Element): Declared[] {
  const { name, attribs, parent } = element;
  const styles = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  const declared = listed(styles ?? {});
  if (name === 'a' && 'href' in attribs) declared.push(...listed({ color: 'linktext' }));
  const folded =
    parent !== null && 'name' in parent && parent.name === 'details' && !('open' in parent.attribs);
  const closed = (name === 'dialog' && !('open' in attribs)) || (folded && name !== 'summary');
  if ('hidden' in attribs || closed) declared.push(...listed(NOT_SHOWN));
  return declared;
}

const COLOURED = ['table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'body'];
const FONT_SIZES = ['x-small', 'small', 'medium', 'large', 'x-large', 'xx-large', 'xxx-large'];

/** What attributes of old, `bgcolor` and `<font>`, declare for an element; style sheets go before them. */
export function hintsOf({ name, attribs }: Element): Declared[] {
  const styles: Record<string, string> = {};
  if (attribs.bgcolor !== undefined && COLOURED.includes(name)) {
    styles['background-color'] = legacyColour(attribs.bgcolor);
  }
  if (attribs.text !== undefined && name === 'body') styles.color = legacyColour(attribs.text);
  if (name === 'font' && attribs.color !== undefined) styles.color = legacyColour(attribs.color);
  if (name === 'font' && attribs.size !== undefined) styles['font-size'] = legacySize(attribs.size);
  return listed(styles).filter(({ property, value }) => isValid(property, value));
}

function listed(styles: Styles): Declared[] {
  return Object.entries(styles).map(([property, value]) => ({ property, value, important: false }));
}

/** These attributes take `fafafa` without its sign, too. */
function legacyColour(written: string): string {
  const text = written.trim().toLowerCase();
  return /^([\da-f]{3}|[\da-f]{6})$/.test(text) ? `#${text}` : text;
}

/** `5`, or `+1` from 3. */
function legacySize(written: string): string {
  const [, sign = '', digits = ''] = /^\s*([-+]?)(\d{1,3})/.exec(written) ?? [];
  const size = sign === '' ? Number(digits) : 3 + Number(`${sign}${digits}`);
  return digits === '' ? '' : (FONT_SIZES[Math.max(1, Math.min(size, 7)) - 1] ?? '');
}

/** The style sheets of a document, each with the media it is for. */
export function sheetsOf(elements: Iterable<Element>): { text: string; media: string }[] {
  const sheets: { text: string; media: string }[] = [];
  for (const element of elements) {
    if (element.name !== 'style') continue;
    const { type = '', media = '' } = element.attribs;
    if (['', 'text/css'].includes(type.toLowerCase())) sheets.push({ text: ownText(element), media });
  }
  return sheets;
}
