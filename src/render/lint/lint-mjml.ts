import type { Mistake } from '../../mistake.ts';
import { placeOf } from '../place.ts';
import { attributeFlaws } from './attributes.ts';
import { readMarkup } from './markup.ts';
import { nestingFlaws } from './nesting.ts';
import { referenceFlaws } from './references.ts';
import { styleFlaws } from './styles.ts';
import { textFlaws } from './text.ts';

/**
 * What MJML lets pass and is wrong all the same, each mistake in its place in `source` as it is written: tags of Handlebars and values of the
 * theme still in it. Never throws.
 */
export function lintMjml(source: string, file: string): Mistake[] {
  const { tokens, flaws } = readMarkup(source);
  const all = [
    ...flaws,
    ...nestingFlaws(tokens, source),
    ...attributeFlaws(tokens),
    ...referenceFlaws(tokens),
    ...styleFlaws(tokens, source),
    ...textFlaws(tokens, source),
  ];
  return all
    .sort((a, b) => a.at - b.at)
    .map(({ at, message }) => ({ file, ...placeOf(source, at), message }));
}
