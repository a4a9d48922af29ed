import { type Edit, edited } from './css-tokens.ts';
import { type HtmlElement, parseHtml } from './html-tree.ts';

/** What to change in HTML; what is left out stays. */
export interface HtmlChanges {
  /** Rewrites CSS: that of style elements and of style attributes. */
  css?: (css: string) => string;
  /** Rewrites the attributes of an element, which are its own copy. */
  attributes?: (name: string, attributes: Map<string, string>) => void;
  /** Goes where the head begins. */
  head?: string;
}

/**
 * Changes HTML in its source: every character that no change is about stays what it was. Line ends become those of Unix,
 * since a parser counts them as one character.
 */
export function editHtml(source: string, changes: HtmlChanges): string {
  const html = source.replace(/\r\n?/g, '\n');
  const { elements, headAt } = parseHtml(html);
  const edits: Edit[] = changes.head ? [{ from: headAt, to: headAt, text: changes.head }] : [];
  for (const element of elements) {
    const { tag, inner, name } = element;
    if (tag) {
      const attributes = changed(element, changes);
      const written = html.slice(tag.from, tag.to);
      if (attributes) edits.push({ ...tag, text: tagOf(written, attributes) });
    }
    if (name !== 'style' || !inner || !changes.css) continue;
    const css = html.slice(inner.from, inner.to);
    const rewritten = changes.css(css);
    if (rewritten !== css) edits.push({ ...inner, text: rewritten });
  }
  return edited(html, edits);
}

/** Its attributes, if they are others now. */
function changed(
  { name, attributes }: HtmlElement,
  { css, attributes: rewrite }: HtmlChanges,
): Map<string, string> | null {
  const copy = new Map(attributes);
  const style = copy.get('style');
  if (style !== undefined && css) copy.set('style', css(style));
  rewrite?.(name, copy);
  const same =
    copy.size === attributes.size && [...copy].every(([key, value]) => attributes.get(key) === value);
  return same ? null : copy;
}

/** The tag as it was written, with these attributes. */
function tagOf(written: string, attributes: ReadonlyMap<string, string>): string {
  const name = /^<[^\s/>]*/.exec(written)?.[0] ?? '<';
  const pairs = [...attributes].map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`);
  return `${name}${pairs.join('')}${written.endsWith('/>') ? ' />' : '>'}`;
}

function escapeAttribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}
