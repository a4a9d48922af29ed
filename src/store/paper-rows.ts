import type { Selectable } from 'kysely';
import type { Paper } from '../model/paper.ts';
import type { PaperTable } from './paper-schema.ts';

function listOf(json: string | null): string[] {
  return json === null ? [] : (JSON.parse(json) as string[]);
}

/** A paper as it is known, from its row. */
export function fromRow(row: Selectable<PaperTable>): Paper {
  return {
    num: row.num,
    id: row.id,
    title: row.title,
    abstract: row.abstract,
    url: row.url,
    codeUrl: row.code_url,
    projectUrl: row.project_url,
    arxivId: row.arxiv_id,
    arxivVersion: row.arxiv_version,
    doi: row.doi,
    organisation: row.organisation,
    authorCount: row.author_count,
    authors: listOf(row.authors),
    hints: listOf(row.hints),
    comments: row.comments,
    upvotes: row.upvotes,
    publishedOn: row.published_on,
    firstSeen: row.first_seen,
    lastSeen: row.last_seen,
    venue: row.venue,
    withdrawnOn: row.withdrawn_on,
    origins: row.origins === null ? {} : (JSON.parse(row.origins) as Record<string, string>),
  };
}

/** What is written of a paper. */
export function toRow(paper: Omit<Paper, 'num'>) {
  return {
    id: paper.id,
    title: paper.title,
    abstract: paper.abstract,
    url: paper.url,
    code_url: paper.codeUrl,
    project_url: paper.projectUrl,
    arxiv_id: paper.arxivId,
    arxiv_version: paper.arxivVersion,
    doi: paper.doi,
    organisation: paper.organisation,
    author_count: paper.authorCount,
    authors: paper.authors.length > 0 ? JSON.stringify(paper.authors) : null,
    hints: paper.hints.length > 0 ? JSON.stringify(paper.hints) : null,
    comments: paper.comments,
    upvotes: paper.upvotes,
    published_on: paper.publishedOn,
    first_seen: paper.firstSeen,
    last_seen: paper.lastSeen,
    venue: paper.venue,
    withdrawn_on: paper.withdrawnOn,
    origins: Object.keys(paper.origins).length > 0 ? JSON.stringify(paper.origins) : null,
  };
}
