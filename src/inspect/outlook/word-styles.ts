import { type CssToken, cssTokens, type Edit, edited } from '../css-tokens.ts';

/** Properties that Word passes over and that change how a mail looks. */
const UNKNOWN = new RegExp(
  `^(?:${[
    '(?:max|min)-(?:width|height)|border-radius|border-(?:top|bottom)-(?:left|right)-radius|box-shadow|text-shadow|opacity',
    'overflow|overflow-.*|position|top|right|bottom|left|z-index|flex|flex-.*|justify-.*|align-(?:items|self|content)|order',
    'gap|row-gap|column-gap|grid|grid-.*|columns|column-.*|object-.*|background-(?:image|size|position|repeat)|filter',
    'transform|transform-.*|transition|transition-.*|animation|animation-.*|box-sizing|aspect-ratio|clip-path|mask|mask-.*',
    'word-break|overflow-wrap|text-overflow|text-decoration-.*|color-scheme|--.*',
  ].join('|')})$`,
  'i',
);
/** Rules that it passes over with all that is in them. */
const UNKNOWN_RULES = /^@(?:media|supports|container|layer|keyframes|import)$/i;

/**
 * CSS as Word reads it: without media queries and the properties that it passes over. What is hidden from Word alone
 * (`mso-hide`) is hidden.
 */
export function stylesInWord(css: string): string {
  const tokens = cssTokens(css);
  // The value of a style attribute has no blocks: all of it is declarations.
  const isSheet = tokens.some(({ type }) => type === '{-token');
  const edits: Edit[] = [];
  let depth = 0;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.type === '{-token') depth += 1;
    else if (token.type === '}-token') depth = Math.max(0, depth - 1);
    if (UNKNOWN_RULES.test(token.text)) {
      at = endOfRule(tokens, at);
      edits.push({ from: token.from, to: tokens[at]?.to ?? css.length, text: '' });
    } else if ((depth > 0 || !isSheet) && namesProperty(tokens, at)) {
      if (UNKNOWN.test(token.text)) {
        at = endOfDeclaration(tokens, at);
        edits.push({ from: token.from, to: tokens[at]?.to ?? css.length, text: '' });
      } else if (/^mso-hide$/i.test(token.text) && /^all$/i.test(tokens[at + 2]?.text ?? '')) {
        edits.push({ from: token.from, to: token.from, text: 'display:none;' });
      }
    }
  }
  return edited(css, edits);
}

function namesProperty(tokens: readonly CssToken[], at: number): boolean {
  const token = tokens[at];
  return token?.type === 'ident-token' && token.property === '' && tokens[at + 1]?.type === 'colon-token';
}

/** The last token of a declaration: its semicolon, or what stands before the end of the block. */
function endOfDeclaration(tokens: readonly CssToken[], start: number): number {
  for (let at = start; at < tokens.length; at++) {
    const type = tokens[at]?.type;
    if (type === 'semicolon-token') return at;
    if (type === '}-token') return at - 1;
  }
  return tokens.length;
}

/** The last token of a rule that begins with `@`: the end of its block, or its semicolon. */
function endOfRule(tokens: readonly CssToken[], start: number): number {
  let depth = 0;
  for (let at = start; at < tokens.length; at++) {
    const type = tokens[at]?.type;
    if (type === '{-token') depth += 1;
    if (type === '}-token' && --depth <= 0) return at;
    if (type === 'semicolon-token' && depth === 0) return at;
  }
  return tokens.length;
}
