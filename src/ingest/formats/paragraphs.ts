/**
 * The paragraphs of an abstract: an empty line begins a new one, and so does a line that is indented, as arXiv marks them. Any
 * other line end is a space.
 */
export function paragraphsOf(text: string | null | undefined): string[] {
  return (text ?? '')
    .split(/\n[ \t]*(?:\n\s*|[ \t]+)/)
    .map(paragraph => paragraph.trim())
    .filter(Boolean);
}
