import type { Element } from '../style/cascade-elements.ts';

/** Comments that mean something to Outlook on Windows. */
const CONDITIONAL = /^\s*(\[if\b|<!\[endif)/i;

/** What an element uses: `element:table`, `attribute:align`, `link:mailto`, `image:png`. */
export function usesOfElement({ name, attribs, children }: Element): string[] {
  const attributes = Object.keys(attribs);
  // A parser puts a body around what has none.
  const uses = name === 'body' && attributes.length === 0 ? [] : [`element:${name}`];
  uses.push(...attributes.map(attribute => `attribute:${attribute}`));
  if (hasComment(children)) uses.push('html-comment');
  const { type = '', href = '', src = '', srcset = '', background = '', poster = '' } = attribs;
  if (name === 'input') uses.push(`input:${type.toLowerCase() || 'text'}`);
  if (name === 'button') uses.push(`button:${type.toLowerCase() || 'submit'}`);
  if (name === 'meta') uses.push(`meta:${(attribs.name ?? '').toLowerCase()}`);
  if (href.startsWith('#') && href.length > 1) uses.push('link:#');
  if (/^\s*mailto:/i.test(href)) uses.push('link:mailto');
  if (['img', 'source', 'input'].includes(name))
    uses.push(...usesOfPicture(src), ...srcset.split(/,\s/).flatMap(usesOfPicture));
  return [...uses, ...usesOfPicture(background), ...usesOfPicture(poster)];
}

/** The format of a picture, as far as its address tells. */
export function usesOfPicture(address: string): string[] {
  const [, embedded] = /^\s*data:image\/([a-z]+)/i.exec(address) ?? [];
  if (embedded !== undefined) return ['image:data', `image:${embedded.toLowerCase()}`];
  const [, ending] = /^[^?#]*\.([a-z\d]{2,5})(?:[?#\s]|$)/i.exec(address.trim()) ?? [];
  return ending === undefined ? [] : [`image:${ending.toLowerCase()}`];
}

/** True where something is said that no mail program shows. */
export function hasComment(children: Element['children']): boolean {
  return children.some(child => child.type === 'comment' && !CONDITIONAL.test(child.data));
}
