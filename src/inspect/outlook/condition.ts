/** The version of Word that Outlook for Windows shows mails with, from 2016 on. */
const OUTLOOK = 16;
/** What Word says yes to, besides `mso`. */
const FEATURES = new Set([
  'true',
  'vml',
  'supportlists',
  'supportfields',
  'supportemptyparas',
  'supportmisalignedcolumns',
]);
const DEEPEST = 50;

/**
 * Whether the expression of a conditional comment (`mso`, `!mso`, `mso | IE`, `(gte mso 9)&(lt mso 12)`) holds in Outlook for Windows; null for
 * what is no expression.
 */
export function holdsInOutlook(condition: string): boolean | null {
  const tokens = condition.toLowerCase().match(/[()!&|]|[^\s()!&|]+/g) ?? [];
  let at = 0;
  const take = (...words: string[]): boolean => {
    const found = words.includes(tokens[at] ?? '');
    if (found) at += 1;
    return found;
  };

  // or := and { '|' and }; and := one { '&' one }; one := '!' one | '(' or ')' | [comparison] feature [version]
  function or(depth: number): boolean | null {
    let left = and(depth);
    while (take('|')) left = both(left, and(depth), (a, b) => a || b);
    return left;
  }
  function and(depth: number): boolean | null {
    let left = one(depth);
    while (take('&')) left = both(left, one(depth), (a, b) => a && b);
    return left;
  }
  function one(depth: number): boolean | null {
    if (depth > DEEPEST) return null;
    if (take('!')) {
      const value = one(depth + 1);
      return value === null ? null : !value;
    }
    if (take('(')) {
      const value = or(depth + 1);
      return take(')') ? value : null;
    }
    return feature();
  }
  function feature(): boolean | null {
    const comparison = ['lt', 'lte', 'gt', 'gte'].find(word => take(word)) ?? 'eq';
    const name = tokens[at] ?? '';
    if (!/^[a-z]+$/.test(name)) return null;
    at += 1;
    const version = /^\d+(?:\.\d+)?$/.test(tokens[at] ?? '') ? Number(tokens[at++]) : null;
    if (version === null) return comparison === 'eq' ? name === 'mso' || FEATURES.has(name) : null;
    return name === 'vml'
      ? compare(1, comparison, version)
      : name === 'mso' && compare(OUTLOOK, comparison, version);
  }

  const value = or(0);
  return at === tokens.length ? value : null;
}

function both(
  left: boolean | null,
  right: boolean | null,
  join: (left: boolean, right: boolean) => boolean,
): boolean | null {
  return left === null || right === null ? null : join(left, right);
}

function compare(ours: number, comparison: string, theirs: number): boolean {
  switch (comparison) {
    case 'lt':
      return ours < theirs;
    case 'lte':
      return ours <= theirs;
    case 'gt':
      return ours > theirs;
    case 'gte':
      return ours >= theirs;
    default:
      return ours === theirs;
  }
}
