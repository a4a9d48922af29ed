import type { CheerioAPI } from 'cheerio';

type Child = ReturnType<CheerioAPI['root']>[number]['children'][number];
export type Element = Extract<Child, { attribs: unknown }>;

/**
 * Elements of a document, parents before their children. What stands in comments is none: a mail's conditional
 * comments are read by Outlook on Windows alone. Walks by itself, since a mail may be nested deeper than a stack.
 */
export function* elementsOf($: CheerioAPI): Generator<Element> {
  const waiting: Child[] = $.root().contents().toArray().reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (!('attribs' in node)) continue;
    yield node;
    for (let at = node.children.length - 1; at >= 0; at--) waiting.push(node.children[at] as Child);
  }
}

/** Text that stands in an element itself, not in the elements within. */
export function ownText(element: Element): string {
  return element.children.map(child => (child.type === 'text' ? child.data : '')).join('');
}
