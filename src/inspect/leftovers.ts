// What a template or a program leaves where a value was meant to be. Titles of papers hold braces, too (TeX does), so only what
// looks like a name counts; the renderer breaks such in values.

const IN_TEXT = /\{\{[#/>^&{]?\s*[a-z_@.]{1,20}|\[object Object\]/i;

/** What is left over in text; null for nothing. */
export function leftoverIn(text: string): string | null {
  return IN_TEXT.exec(text)?.[0] ?? null;
}

/** Lines that are no more than the name of nothing. */
export function emptyValues(text: string): string[] {
  return text.split('\n').filter(line => /^(?:undefined|null|NaN)$/.test(line.trim()));
}

/** What is left over in an address; null for nothing. */
export function leftoverInAddress(href: string): string | null {
  const found = IN_TEXT.exec(href)?.[0];
  if (found !== undefined) return found;
  return /(?:^|[/=#?&.:])(undefined|null|NaN)(?:$|[/&#?.])/.exec(href)?.[1] ?? null;
}
