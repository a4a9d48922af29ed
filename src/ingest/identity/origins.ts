import type { Paper } from '../../model/paper.ts';

/** Who told a field of a paper: the format, and the version that it told of, where it named one. */
export interface Origin {
  format: string;
  version: number | null;
}

/** How far the fields of a format are believed, the higher the more. */
export type TrustOf = (format: string) => number;

/** The fields that somebody told. */
export type ToldField = Exclude<keyof Paper, 'num' | 'id' | 'firstSeen' | 'lastSeen' | 'origins'>;

export const TOLD_FIELDS = [
  'title',
  'abstract',
  'url',
  'codeUrl',
  'projectUrl',
  'arxivId',
  'arxivVersion',
  'doi',
  'organisation',
  'authorCount',
  'authors',
  'hints',
  'comments',
  'upvotes',
  'publishedOn',
  'venue',
  'withdrawnOn',
] as const satisfies readonly ToldField[];

/** Papers stored before origins were kept came from the one format that there was. */
const FIRST_FORMAT = 'hf-text';
/** Between the formats that told hints, which are united. */
const AND = ' + ';

/** `arxiv-api v2`: what stands in `origins`. */
export function writeOrigin({ format, version }: Origin): string {
  return version === null ? format : `${format} v${version}`;
}

function readOrigin(text: string): Origin {
  const [format = text, version] = text.split(/ v(?=\d+$)/);
  return { format, version: version === undefined ? null : Number(version) };
}

/** What made the paper known, as it is written; its id is of that day. Fields without an origin of their own have this one. */
export function firstOrigin({ origins }: Pick<Paper, 'origins'>): string {
  return origins.id ?? FIRST_FORMAT;
}

/** The origin of a field as it is written; meaningless where nobody told it. */
export function writtenOrigin(paper: Pick<Paper, 'origins'>, field: ToldField): string {
  return paper.origins[field] ?? firstOrigin(paper);
}

export function originOf(paper: Pick<Paper, 'origins'>, field: ToldField): Origin {
  return readOrigin(writtenOrigin(paper, field));
}

/** The origin of what two told together: each format once. */
export function bothOrigins(a: string, b: string): string {
  return a === b ? a : [...new Set([...formatsIn(a), ...formatsIn(b)])].sort().join(AND);
}

/** The formats that told any of what is stored of a paper. */
export function tellersOf(paper: Pick<Paper, 'origins'>): Set<string> {
  return new Set([firstOrigin(paper), ...Object.values(paper.origins)].flatMap(formatsIn));
}

function formatsIn(origin: string): string[] {
  return origin.split(AND).map(text => readOrigin(text).format);
}

/** True when anybody told it. */
export function isTold(value: Paper[ToldField]): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** What to keep as `origins`: who made the paper known, and of each field that somebody else told, who. */
export function keptOrigins(
  paper: Pick<Paper, ToldField>,
  first: string | undefined,
  told: Partial<Record<ToldField, string>>,
): Record<string, string> {
  const base = first ?? FIRST_FORMAT;
  const others = TOLD_FIELDS.flatMap(field => {
    const origin = told[field];
    return origin !== undefined && origin !== base && isTold(paper[field]) ? [[field, origin] as const] : [];
  });
  return { ...(first !== undefined && { id: first }), ...Object.fromEntries(others) };
}
