/** An arXiv identifier: the base id, and the version when the text named one. */
export interface ArxivId {
  id: string;
  version: number | null;
}

const NEW = /^(\d{2})(0[1-9]|1[0-2])\.(\d{4,5})(?:v([1-9]\d*))?$/i;
const OLD = /^([a-z]+(?:-[a-z]+)*)(?:\.[a-z]{2})?\/(\d{2})(0[1-9]|1[0-2])(\d{3})(?:v([1-9]\d*))?$/i;

/** What may stand before an id: schemes, sites that show arXiv papers, the DataCite DOI. */
const PREFIXES = [
  /^https?:\/\/(?:www\.|export\.|browse\.)?(?:arxiv|alphaxiv|ar5iv)(?:\.labs\.arxiv)?\.org\/(?:abs|pdf|html|format|ps|overview)\//i,
  /^https?:\/\/(?:www\.)?(?:hf\.co|huggingface\.co|hf-mirror\.[a-z0-9.-]+)\/papers\//i,
  /^(?:doi:\s*|https?:\/\/(?:dx\.)?doi\.org\/)?10\.48550\/arxiv\./i,
  /^oai:arxiv\.org:/i,
  /^arxiv:\s*/i,
];

/**
 * Reads an arXiv id from an id, a URL or a DOI, and brings it to its canonical form: lower case, no
 * subject class, version apart (`math.GT/0309136v2` is `math/0309136`, version 2). Null for anything
 * that is not one, also for a damaged one: `2503.0213` has lost a digit, `2024.12345` has no month.
 */
export function parseArxivId(text: string): ArxivId | null {
  if (text.length > 300) return null;
  const bare = withoutPrefix(text.trim())
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(/\.pdf$/i, '');
  return parseNew(bare) ?? parseOld(bare);
}

function withoutPrefix(text: string): string {
  for (const prefix of PREFIXES) {
    if (prefix.test(text)) return text.replace(prefix, '');
  }
  return text;
}

function parseNew(text: string): ArxivId | null {
  const found = NEW.exec(text);
  if (!found) return null;
  const [, year = '', month = '', number = '', version] = found;
  const yearMonth = Number(year + month);
  // The scheme began in April 2007; the number has five digits since January 2015.
  if (yearMonth < 704 || number.length !== (yearMonth >= 1501 ? 5 : 4) || /^0+$/.test(number)) return null;
  return { id: `${year}${month}.${number}`, version: version ? Number(version) : null };
}

function parseOld(text: string): ArxivId | null {
  const found = OLD.exec(text);
  if (!found) return null;
  const [, archive = '', year = '', month = '', number = '', version] = found;
  const century = Number(year) >= 91 ? 1900 : 2000;
  const yearMonth = (century + Number(year)) * 100 + Number(month);
  if (yearMonth < 199107 || yearMonth > 200703) return null;
  return {
    id: `${archive.toLowerCase()}/${year}${month}${number}`,
    version: version ? Number(version) : null,
  };
}

/** First day of the month an id was given out in, `YYYY-MM-01`: a lower bound for a capture date. */
export function arxivMonth(id: string): string | null {
  const found = /(\d{2})(\d{2})(?:\.\d{4,5}|\d{3})$/.exec(id);
  if (!found) return null;
  const year = Number(found[1]) + (Number(found[1]) >= 91 ? 1900 : 2000);
  return `${year}-${found[2]}-01`;
}
