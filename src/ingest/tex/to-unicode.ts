import { replaceCommands } from './commands.ts';
import { replaceFormulas } from './math.ts';
import { replacePunctuation } from './punctuation.ts';
import { settle } from './settle.ts';

/** Braces that only protect capitals, as in `{BERT}`; `{0,1}` and `{{name}}` are meant. */
const PROTECTIVE_BRACES = /(?<!\{)\{([\p{L}\p{N}][\p{L}\p{N} -]*)\}(?!\})/gu;
const TIE = /(?<=[\p{L}\p{N}.,:)])~(?=[\p{L}\p{N}(])/gu;

/**
 * A title with TeX in it as plain Unicode: `PanGu-$\alpha$` gives `PanGu-α`, `M^3ViT` gives
 * `M³ViT`, `M\"obius` gives `Möbius`. Never throws, idempotent, plain prose and prices unchanged;
 * commands it does not know stay as they are.
 */
export function texToUnicode(text: string): string {
  return settle(text, round);
}

function round(text: string): string {
  const out = replacePunctuation(replaceCommands(replaceFormulas(text))).replace(PROTECTIVE_BRACES, '$1');
  return out.includes('~') ? out.replace(TIE, ' ') : out;
}
