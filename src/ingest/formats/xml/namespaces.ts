export const ATOM = 'http://www.w3.org/2005/Atom';
export const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
export const RSS1 = 'http://purl.org/rss/1.0/';
/** RSS 0.90, the first of all, is RDF as well. */
export const RSS090 = 'http://my.netscape.com/rdf/simple/0.9/';
export const CONTENT = 'http://purl.org/rss/1.0/modules/content/';
export const DC = 'http://purl.org/dc/elements/1.1/';
export const ARXIV = 'http://arxiv.org/schemas/atom';
export const OPENSEARCH = 'http://a9.com/-/spec/opensearch/1.1/';
export const PRISM = 'http://prismstandard.org/namespaces/basic/2.0/';
const XML = 'http://www.w3.org/XML/1998/namespace';

/** What people mean by a prefix that a damaged document does not declare. */
const CUSTOMARY: ReadonlyMap<string, string> = new Map(
  Object.entries({
    atom: ATOM,
    rdf: RDF,
    rss: RSS1,
    content: CONTENT,
    dc: DC,
    arxiv: ARXIV,
    opensearch: OPENSEARCH,
    prism: PRISM,
    xml: XML,
  }),
);

/** Spellings of one namespace that are in use. */
const VERSIONS: readonly [RegExp, string][] = [
  [/^https?:\/\/purl\.org\/dc\/(?:elements\/1\.[01]|terms)\/?$/, DC],
  [/^https?:\/\/(?:www\.)?prismstandard\.org\/namespaces\//, PRISM],
  [/^https?:\/\/purl\.org\/rss\/1\.0\/modules\/prism\/$/, PRISM],
  [/^https?:\/\/arxiv\.org\/schemas\/atom\/?$/, ARXIV],
  [/^https?:\/\/a9\.com\/-\/spec\/opensearch/, OPENSEARCH],
  [/^https?:\/\/www\.w3\.org\/2005\/Atom\/?$/i, ATOM],
  [/^http:\/\/purl\.org\/atom\/ns#$/, ATOM],
];

/** Prefixes as an element declares them, on top of those that hold around it; the prefix `` is the default. */
export interface Scope {
  declared: ReadonlyMap<string, string>;
  outer: Scope | null;
}

/** The namespace of a prefix where it is used; `` for none. */
export function namespaceOf(prefix: string, scope: Scope | null): string {
  for (let at = scope; at !== null; at = at.outer) {
    const found = at.declared.get(prefix);
    if (found !== undefined) return found;
  }
  return CUSTOMARY.get(prefix) ?? '';
}

/** The scope inside an element with these attributes. */
export function scopeWith(attributes: ReadonlyMap<string, string>, outer: Scope | null): Scope | null {
  const declared = new Map<string, string>();
  for (const [name, value] of attributes) {
    if (name === 'xmlns') declared.set('', customary(value));
    else if (name.startsWith('xmlns:')) declared.set(name.slice(6), customary(value));
  }
  return declared.size > 0 ? { declared, outer } : outer;
}

function customary(uri: string): string {
  const trimmed = uri.trim();
  return VERSIONS.find(([spelling]) => spelling.test(trimmed))?.[1] ?? trimmed;
}
