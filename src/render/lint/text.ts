import { nearest } from '../../model/nearest.ts';
import { ENTITIES } from './html-words.ts';
import { type Flaw, HANDLEBARS_TAGS, isStyleSheet, type Token } from './markup.ts';

const AMPERSAND = /&(?:#\d{1,7};|#x[0-9a-f]{1,6};|(?<name>[a-z][a-z0-9]*);)?/gi;

/** Ampersands, in text and in values, that begin no entity or an unknown one. */
export function textFlaws(tokens: readonly Token[], source: string): Flaw[] {
  let isSheet = false;
  return tokens.flatMap(token => {
    if (token.kind === 'open') {
      isSheet = isStyleSheet(token);
      return token.attributes.flatMap(({ value, valueAt }) => ampersands(value ?? '', valueAt));
    }
    if (token.kind === 'close') isSheet = false;
    return token.kind === 'text' && !isSheet ? ampersands(source.slice(token.at, token.end), token.at) : [];
  });
}

function ampersands(text: string, from: number): Flaw[] {
  const plain = text.replace(HANDLEBARS_TAGS, tag => ' '.repeat(tag.length));
  return [...plain.matchAll(AMPERSAND)].flatMap(({ 0: found, index, groups }) => {
    const name = groups?.name;
    if (found === '&') return [{ at: from + index, message: 'a & that begins no entity: write &amp;' }];
    if (name === undefined || ENTITIES.includes(name)) return [];
    const [meant] = nearest(name, ENTITIES);
    const way = meant === undefined ? '' : `did you mean &${meant};, or `;
    return [
      {
        at: from + index,
        message: `&${name}; is no entity that all mail programs know: ${way}write the character itself`,
      },
    ];
  });
}
