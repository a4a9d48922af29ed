import { nearest } from '../../model/nearest.ts';
import { valueFlaw } from './css-values.ts';
import { HTML_ATTRIBUTES } from './html-words.ts';
import { type Attribute, type Flaw, isForeign, type OpenTag, type Token } from './markup.ts';
import { ATTRIBUTES, TAKEN_AS_TEXT } from './mjml-words.ts';

/** Attributes of Outlook and of SVG, and those that carry a name of somebody's own. */
const OWN_NAME = /^(data-|aria-|on|xml|mso-)|:/i;
/** A misspelt name is this long at least: of shorter ones nobody can tell. */
const SHORTEST = 4;

/** What is wrong with attributes: named twice, without quotes, unknown, or with values that end in no style sheet. */
export function attributeFlaws(tokens: readonly Token[]): Flaw[] {
  const tags = tokens.filter(token => token.kind === 'open');
  const foreign = foreignTags(tokens);
  const classes = tags
    .filter(({ name }) => name === 'mj-class')
    .flatMap(({ attributes }) =>
      attributes.filter(({ name }) => name === 'name').map(({ value }) => value ?? ''),
    );
  return tags.flatMap(tag => [
    ...tag.attributes.flatMap((attribute, index) => writingFlaws(attribute, tag.attributes.slice(0, index))),
    ...(tag.name.startsWith('mj-') ? tag.attributes.flatMap(one => mjmlFlaws(tag, one, classes)) : []),
    ...(/^mj/.test(tag.name) || foreign.has(tag) ? [] : tag.attributes.flatMap(htmlFlaws)),
  ]);
}

/** Pictures and formulas, and what stands in them. */
function foreignTags(tokens: readonly Token[]): ReadonlySet<Token> {
  const found = new Set<Token>();
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'open' && (depth > 0 || isForeign(token))) found.add(token);
    if (token.kind === 'open' && isForeign(token) && !token.isClosed) depth++;
    if (token.kind === 'close' && isForeign(token)) depth--;
  }
  return found;
}

function writingFlaws(
  { name, at, value, isQuoted, branch }: Attribute,
  earlier: readonly Attribute[],
): Flaw[] {
  const twice = earlier.some(
    one => one.name.toLowerCase() === name.toLowerCase() && together(one.branch, branch),
  );
  return [
    ...(twice ? [{ at, message: `${name} stands in this tag twice: the second is lost` }] : []),
    ...(value !== null && !isQuoted
      ? [{ at, message: `${name} needs quotes around its value: ${name}="${value}"` }]
      : []),
  ];
}

/** False for two branches of one {{#if}}: only one of them is ever there. */
export function together(a: string, b: string): boolean {
  const branches = new Map(
    a.split(' ').map(one => {
      const [id = '', number = ''] = one.split(':');
      return [id, number];
    }),
  );
  return b.split(' ').every(one => {
    const [id = '', number = ''] = one.split(':');
    return (branches.get(id) ?? number) === number;
  });
}

function mjmlFlaws(
  { name: element }: OpenTag,
  { name, at, value, valueAt }: Attribute,
  classes: readonly string[],
): Flaw[] {
  if (name === 'mj-class' && value !== null && !value.includes('{{')) {
    return value.split(/\s+/).flatMap(one => {
      if (one === '' || classes.includes(one)) return [];
      const [meant] = nearest(one, classes);
      const way =
        meant === undefined
          ? `expected <mj-class name="${one}" … /> in <mj-attributes>`
          : `did you mean ${meant}?`;
      return [{ at: valueAt + value.indexOf(one), message: `no <mj-class> is named ${one}: ${way}` }];
    });
  }
  // Of what stands for several elements, MJML checks nothing.
  const isForMany = element === 'mj-all' || element === 'mj-class';
  if (isForMany && !Object.hasOwn(ATTRIBUTES, name)) {
    const [meant] = nearest(name, Object.keys(ATTRIBUTES));
    const way = meant === undefined ? 'remove it' : `did you mean ${meant}?`;
    return [{ at, message: `no element of MJML has an attribute ${name}: ${way}` }];
  }
  const property = (isForMany ? ATTRIBUTES : TAKEN_AS_TEXT)[name];
  if (!property || !value || value.includes('{{')) return [];
  const flaw = valueFlaw(property, value, value);
  return flaw ? [{ at: valueAt, message: flaw.message.replace(property, name) }] : [];
}

function htmlFlaws({ name, at }: Attribute): Flaw[] {
  if (OWN_NAME.test(name) || HTML_ATTRIBUTES.includes(name.toLowerCase()) || name.length < SHORTEST)
    return [];
  const [meant] = nearest(
    name,
    HTML_ATTRIBUTES.filter(known => known.length >= SHORTEST),
  );
  return meant === undefined
    ? []
    : [{ at, message: `there is no attribute ${name} in HTML: did you mean ${meant}?` }];
}
