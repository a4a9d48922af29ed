import type { CssNode, Declaration, Selector, WalkContext } from 'css-tree';
import { usesOfPicture } from './support-html.ts';

type CssTree = typeof import('css-tree');

/** What a style sheet, or the content of a `style` attribute, uses: `property:color`, `unit:px`, `selector:class`. Never throws. */
export function usesOfCss(
  css: CssTree,
  text: string,
  context: 'stylesheet' | 'declarationList',
): Set<string> {
  const uses = new Set<string>();
  try {
    const tree = css.parse(text, { context, onComment: () => uses.add('css-comment') });
    css.walk(tree, {
      enter(this: WalkContext, node: CssNode) {
        for (const use of usesOfNode(css, node, this)) uses.add(use);
      },
    });
  } catch {
    // Brackets in brackets without end: nothing that a mail program would follow, either.
  }
  return uses;
}

function usesOfNode(css: CssTree, node: CssNode, { rule, declaration }: WalkContext): string[] {
  switch (node.type) {
    case 'Atrule':
      return [`at:${css.keyword(node.name.toLowerCase()).basename}`];
    case 'Feature':
      return [`media:${mediaFeature(node.name)}`];
    case 'FeatureRange':
      return node.middle.type === 'Identifier' ? [`media:${mediaFeature(node.middle.name)}`] : [];
    case 'Rule':
      return rule ? ['nesting'] : [];
    case 'SelectorList':
      return node.children.size > 1 ? ['selector:grouping'] : [];
    case 'Selector':
      return usesOfSelector(node);
    case 'Declaration':
      return usesOfDeclaration(css, node);
    default:
      return declaration ? usesOfValue(css, node) : [];
  }
}

/** `min-width` and `-webkit-min-device-pixel-ratio` ask for a width and a ratio. */
function mediaFeature(name: string): string {
  return name
    .toLowerCase()
    .replace(/^-(webkit|moz|ms|o)-/, '')
    .replace(/^(min|max)--?/, '');
}

const COMBINATORS: Readonly<Record<string, string>> = {
  ' ': 'descendant',
  '>': 'child',
  '+': 'adjacent-sibling',
  '~': 'general-sibling',
};

function usesOfSelector({ children }: Selector): string[] {
  const uses: string[] = [];
  let chained = 0;
  for (const part of children.toArray()) {
    if (part.type === 'Combinator') chained = 0;
    switch (part.type) {
      case 'Combinator':
        uses.push(`selector:${COMBINATORS[part.name]}`);
        break;
      case 'TypeSelector':
        uses.push(part.name.endsWith('*') ? 'selector:universal' : 'selector:type');
        break;
      case 'ClassSelector':
      case 'IdSelector':
      case 'AttributeSelector':
        uses.push(`selector:${part.type.replace('Selector', '').toLowerCase()}`);
        if (++chained > 1) uses.push('selector:chaining');
        break;
      case 'PseudoClassSelector':
      case 'PseudoElementSelector':
        uses.push(`pseudo:${part.name.toLowerCase()}`);
        break;
      case 'NestingSelector':
        uses.push('nesting');
        break;
    }
  }
  return uses;
}

function usesOfDeclaration(css: CssTree, { property, value, important }: Declaration): string[] {
  const uses = important === true ? ['important'] : [];
  if (property.startsWith('--')) return [...uses, 'variable'];
  const name = css.property(property.toLowerCase()).basename;
  uses.push(`property:${name}`);
  const only = value.type === 'Value' && value.children.size === 1 ? value.children.first : null;
  if (only?.type === 'Identifier') uses.push(`value:${name}:${only.name.toLowerCase()}`);
  return uses;
}

function usesOfValue(css: CssTree, node: CssNode): string[] {
  switch (node.type) {
    case 'Dimension':
      return [`unit:${node.unit.toLowerCase()}`];
    case 'Percentage':
      return ['unit:%'];
    case 'Identifier':
      return [`word:${node.name.toLowerCase()}`];
    case 'Function': {
      const name = css.keyword(node.name.toLowerCase()).basename;
      return [name === 'var' ? 'variable' : `function:${name}`];
    }
    case 'Url':
      return usesOfPicture(node.value);
    default:
      return [];
  }
}
