import type { Paper } from '../../model/paper.ts';
import { cleanText } from '../../render/clean-text.ts';
import { safeLink } from '../../render/link.ts';
import { shownTitle } from './listed-paper.ts';

/** What citations tell of a paper: only what is known. We know how many authors it has, not who they are. */
interface Facts {
  title: string;
  abstract: string;
  /** Empty when it is not known. */
  year: string;
  /** Empty, or as `published` has it. */
  date: string;
  arxivId: string;
  doi: string;
  url: string;
}

/** A paper for BibTeX; `page` is the address of its page here. */
export function bibtex(paper: Paper, page: string): string {
  const { title, abstract, year, date, arxivId, doi, url } = factsOf(paper, page);
  const fields: [name: string, value: string][] = [
    // The second braces keep its capitals.
    ['title', `{${bibtexText(title)}}`],
    ['year', year],
    ['month', date === '' ? '' : String(Number(date.slice(5, 7)))],
    ['eprint', bibtexText(arxivId)],
    ['archiveprefix', arxivId === '' ? '' : 'arXiv'],
    ['doi', bibtexAddress(doi)],
    ['url', bibtexAddress(url)],
    ['abstract', bibtexText(abstract)],
  ];
  const lines = fields
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `  ${name} = {${value}},\n`);
  return `@misc{${citationKey(paper)},\n${lines.join('')}}\n`;
}

/** A paper in RIS, for Zotero, EndNote and the like. */
export function ris(paper: Paper, page: string): string {
  const { title, abstract, year, date, arxivId, doi, url } = factsOf(paper, page);
  const fields: [tag: string, value: string][] = [
    ['TY', 'GEN'],
    ['ID', citationKey(paper)],
    ['TI', title],
    ['PY', year],
    ['DA', date.replaceAll('-', '/')],
    ['AN', arxivId === '' ? '' : `arXiv:${arxivId}`],
    ['DO', doi],
    ['UR', url],
    ['AB', abstract],
  ];
  const lines = fields.filter(([, value]) => value !== '').map(([tag, value]) => `${tag}  - ${value}\r\n`);
  return `${lines.join('')}ER  - \r\n`;
}

/** What the file and the entry are called: letters, digits and dashes. */
export function citationKey({ id }: Pick<Paper, 'id'>): string {
  return `paper-${id.replace(/[^A-Za-z0-9-]+/g, '-')}`;
}

function factsOf(paper: Paper, page: string): Facts {
  const date = paper.publishedOn ?? '';
  const arxivId = cleanText(paper.arxivId ?? '');
  return {
    title: shownTitle(paper),
    abstract: cleanText(paper.abstract ?? ''),
    year: date === '' ? arxivYear(arxivId) : date.slice(0, 4),
    date,
    arxivId,
    doi: cleanText(paper.doi ?? ''),
    url: safeLink(paper.url) ?? page,
  };
}

/** The year that a modern arXiv id tells: `2506.01234` is of June 2025. */
function arxivYear(id: string): string {
  return /^\d{4}\.\d{4,5}$/.test(id) ? `20${id.slice(0, 2)}` : '';
}

const SPECIAL: Record<string, string> = {
  '\\': '{\\textbackslash}',
  // BibTeX counts a brace even after a backslash.
  '{': '{\\textbraceleft}',
  '}': '{\\textbraceright}',
  '~': '{\\textasciitilde}',
  '^': '{\\textasciicircum}',
  '"': '{\\textquotedbl}',
};

/** Text as it stands inside the braces of a field. */
function bibtexText(text: string): string {
  return text.replace(/[\\{}~^"&%$#_]/g, found => SPECIAL[found] ?? `\\${found}`);
}

/** Addresses stand as they are; what would end a field, or begin a command, is encoded. */
function bibtexAddress(text: string): string {
  return text.replace(/[\\{}"\s]/g, encodeURIComponent);
}
