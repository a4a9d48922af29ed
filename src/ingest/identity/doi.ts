const PREFIX = /^(?:doi:\s*|https?:\/\/(?:dx\.)?doi\.org\/)/i;
/** In an address a DOI ends where a query or fragment begins: its own are percent-encoded there. */
const IN_ADDRESS = /^(https?:\/\/(?:dx\.)?doi\.org\/[^?#]*)[?#].*$/i;
const SHAPE = /^10\.\d{4,9}(?:\.\d+)*\/\S+$/;
const BIORXIV = /^10\.(?:1101|64898)\//;

/**
 * Reads a DOI from a DOI, `doi:` or a doi.org URL; canonical form is lower case, percent-decoded,
 * without the version that bioRxiv adds. Null for anything else, and for arXiv's own DOIs
 * (`10.48550/arXiv.<id>`): those are arXiv ids.
 */
export function parseDoi(text: string): string | null {
  if (text.length > 500) return null;
  let doi = decoded(text.trim().replace(IN_ADDRESS, '$1').replace(PREFIX, ''))
    .toLowerCase()
    .replace(/[.,;]+$/, '');
  if (doi.endsWith(')') && !doi.includes('(')) doi = doi.replace(/[).,;]+$/, '');
  if (!SHAPE.test(doi) || doi.startsWith('10.48550/arxiv.')) return null;
  return BIORXIV.test(doi) ? doi.replace(/v\d+$/, '') : doi;
}

/** True for DOIs of preprint servers: one paper may have such a one and its publisher's. */
export function isPreprintDoi(doi: string): boolean {
  return /^10\.(?:48550|1101|64898|21203|31234|20944|36227|2139)\//.test(doi);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
