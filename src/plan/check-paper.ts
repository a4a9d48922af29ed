/** What is shown of a paper, as far as it can make it one that cannot be shown. */
export interface ShownPaper {
  /** As a mail shows it, cleaned. */
  title: string;
  abstract: string | null;
  url: string | null;
}

/** Longer than any real one, in characters: what is longer is a page that was taken for a field. */
const LONGEST_TITLE = 1_000;
const LONGEST_ABSTRACT = 100_000;
const LONGEST_LINK = 2_000;

/** Why a paper cannot be shown to anybody, in words; null when it can. Nothing of it gets into a mail then. */
export function faultOf({ title, abstract, url }: ShownPaper): string | null {
  if (!/[\p{L}\p{N}]/u.test(title)) return 'it has no title';
  if (title.length > LONGEST_TITLE) return `its title has ${title.length} characters`;
  if (abstract !== null && abstract.length > LONGEST_ABSTRACT)
    return `its abstract has ${abstract.length} characters`;
  if (url === null) return null;
  if (url.length > LONGEST_LINK) return `its link has ${url.length} characters`;
  return /^https?:\/\/[^\s/]/i.test(url) && URL.canParse(url) ? null : 'its link is no address on the web';
}
