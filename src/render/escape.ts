const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '{{': '&#123;&#123;',
  '*|': '*&#124;',
  '%recipient': '&#37;recipient',
};

/** U+2060 WORD JOINER: takes no space, allows no break, and every font engine ignores it. */
const NOTHING = '\u2060';
const ENTITY = /&(?=#?\w{1,31};)/g;

/**
 * Text as it must stand in HTML, both between tags and inside a quoted attribute. Two braces become
 * entities, so that data which looks like a template tag shows as it is and is never mistaken for one, and so
 * do the merge tags that relays fill in (`*|NAME|*`, `%recipient.x%`): a title must not read a reader's data. What
 * looks like an entity in the data gets an invisible character inside, not to be taken for one escaped twice.
 */
export function escapeHtml(text: string): string {
  return text
    .replace(ENTITY, `&${NOTHING}`)
    .replace(/[&<>"']|\{\{|\*\||%recipient/g, found => ENTITIES[found] ?? found);
}

const LOOKS_LIKE_MARKUP =
  /https?:\/\/\S+|\{(?=\{)|<(?=[/!]?[a-z][^<>]*>|%)|&(?=#?\w{1,31};)|\*(?=\|)|%(?=recipient)/gi;
const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Text as it should stand in a plain part or a subject. Plain text has no escapes: what a filter
 * would take for a tag, an entity or a template gets an invisible character inside; addresses stay
 * untouched. Right-to-left text is isolated (U+2068 … U+2069, UAX #9), so that it cannot turn its neighbours around.
 */
export function escapePlain(text: string): string {
  const defused = text.replace(LOOKS_LIKE_MARKUP, found => (found.length > 1 ? found : found + NOTHING));
  return RIGHT_TO_LEFT.test(defused) ? `\u2068${defused}\u2069` : defused;
}

/** A view whose strings, however deep, went through `escapeText`. */
export function escapeView<View>(view: View, escapeText: (text: string) => string): View {
  return escapeValue(view, escapeText) as View;
}

function escapeValue(value: unknown, escapeText: (text: string) => string): unknown {
  if (typeof value === 'string') return escapeText(value);
  if (Array.isArray(value)) return value.map(item => escapeValue(item, escapeText));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escapeValue(item, escapeText)]));
}
