const OPENING_AND_CLOSING = /``([^`'\n]{1,300})''/g;
const SPACED_DASH = /(?<=\S )--(?= \S)/g;
const SPACED_LONG_DASH = /(?<=\S )---(?= \S)/g;
const RANGE_DASH = /(?<=[\p{N}⁰¹²³⁴-⁹])--(?=\p{N})/gu;
const WORD_DASH = /(?<=\p{L})---(?=\p{L})/gu;

/** TeX's ASCII for typographic dashes and quotation marks, where nothing else can be meant. */
export function replacePunctuation(text: string): string {
  const quoted = text.includes('``') ? text.replace(OPENING_AND_CLOSING, '“$1”') : text;
  if (!quoted.includes('--')) return quoted;
  return quoted
    .replace(SPACED_LONG_DASH, '—')
    .replace(SPACED_DASH, '–')
    .replace(RANGE_DASH, '–')
    .replace(WORD_DASH, '—');
}
