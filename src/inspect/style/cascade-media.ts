import type { CssNode, Feature, FeatureRange } from 'css-tree';
import type { Scheme } from './contrast-colours.ts';

/** The window that mails are looked at in: that of a reading pane, so rules for phones do not apply. */
const WINDOW = { width: 640, height: 800 };
const SCHEMES: readonly Scheme[] = ['light', 'dark'];

/** True, false, or null for what this program does not know: `not` of that is not true either. */
type Truth = boolean | null;

/** Schemes in which a media list (of a style sheet, or what stands after `@media`) applies. */
export function schemesOf(list: CssNode | null): Scheme[] {
  return SCHEMES.filter(scheme => holds(list, scheme) === true);
}

function holds(node: CssNode | null, scheme: Scheme): Truth {
  switch (node?.type) {
    case 'AtrulePrelude':
    case 'MediaQueryList': {
      const queries = node.children.toArray();
      return queries.length === 0 || queries.some(query => holds(query, scheme) === true);
    }
    case 'MediaQuery': {
      const { modifier, mediaType, condition } = node;
      const right = mediaType === null || ['all', 'screen'].includes(mediaType.toLowerCase());
      const whole = right && (condition === null || holds(condition, scheme));
      return modifier?.toLowerCase() === 'not' ? not(whole) : whole;
    }
    case 'Condition':
      return combined(node.children.toArray(), scheme);
    case 'Feature':
      return has(node, scheme);
    case 'FeatureRange':
      return within(node);
    default:
      return null;
  }
}

/** `not a`, `a and b`, `a or b`. */
function combined(parts: CssNode[], scheme: Scheme): Truth {
  const words = parts.map(part => (part.type === 'Identifier' ? part.name.toLowerCase() : ''));
  const truths = parts.filter((_, at) => words[at] === '').map(part => holds(part, scheme));
  if (words.includes('not')) return not(truths[0] ?? null);
  if (words.includes('or')) return truths.includes(true) || (truths.includes(null) ? null : false);
  if (truths.includes(false)) return false;
  return truths.includes(null) ? null : true;
}

function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

/** What a browser on a desk with a mouse says to features that are not measured. */
const SETTINGS: Readonly<Record<string, string>> = {
  orientation: 'portrait',
  hover: 'hover',
  'any-hover': 'hover',
  pointer: 'fine',
  'any-pointer': 'fine',
  'prefers-reduced-motion': 'no-preference',
  'prefers-contrast': 'no-preference',
  'forced-colors': 'none',
};

function has({ name: written, value }: Feature, scheme: Scheme): Truth {
  const name = written.toLowerCase();
  if (name === 'prefers-color-scheme') return value === null || wordOf(value) === scheme;
  const setting = SETTINGS[name];
  if (setting !== undefined) {
    return value === null ? !['none', 'no-preference'].includes(setting) : wordOf(value) === setting;
  }
  const [, bound, side = ''] = /^(min-|max-)?(?:device-)?(width|height)$/.exec(name) ?? [];
  if (side !== 'width' && side !== 'height') return null;
  const [real, asked] = [WINDOW[side], value === null ? 1 : pixels(value)];
  if (asked === null) return null;
  if (bound === 'max-') return real <= asked;
  return bound === 'min-' || value === null ? real >= asked : real === asked;
}

/** `400px <= width < 700px` */
function within({ left, leftComparison, middle, rightComparison, right }: FeatureRange): Truth {
  const sides = [compared(left, leftComparison, middle)];
  if (rightComparison !== null && right !== null) sides.push(compared(middle, rightComparison, right));
  return sides.includes(null) ? null : !sides.includes(false);
}

function compared(left: CssNode, comparison: string, right: CssNode): Truth {
  const [a, b] = [measured(left), measured(right)];
  if (a === null || b === null) return null;
  if (comparison.startsWith('<')) return a < b || (comparison === '<=' && a === b);
  if (comparison.startsWith('>')) return a > b || (comparison === '>=' && a === b);
  return a === b;
}

function measured(node: CssNode): number | null {
  const word = wordOf(node);
  return word === 'width' || word === 'height' ? WINDOW[word] : pixels(node);
}

function wordOf(node: CssNode): string {
  return node.type === 'Identifier' ? node.name.toLowerCase() : '';
}

const PIXELS: Readonly<Record<string, number>> = { px: 1, em: 16, rem: 16, pt: 4 / 3, in: 96, cm: 96 / 2.54 };

function pixels(node: CssNode): number | null {
  if (node.type === 'Number') return Number(node.value);
  const each = node.type === 'Dimension' ? PIXELS[node.unit.toLowerCase()] : undefined;
  return node.type === 'Dimension' && each !== undefined ? Number(node.value) * each : null;
}
