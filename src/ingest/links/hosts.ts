/** Mirrors of Hugging Face that rewrite its links: `hf-mirror.com`, `hf-mirror.<account>.workers.dev`. */
const MIRROR = /^hf-mirror\.(?:[a-z0-9-]+\.)*[a-z]{2,}$/;

const FORGES: ReadonlySet<string> = new Set([
  'github.com',
  'gitlab.com',
  'bitbucket.org',
  'codeberg.org',
  'gitee.com',
  'sr.ht',
  'git.sr.ht',
  'anonymous.4open.science',
]);

const HTTPS_ONLY: ReadonlySet<string> = new Set([
  ...FORGES,
  'huggingface.co',
  'arxiv.org',
  'doi.org',
  'openreview.net',
  'zenodo.org',
  'youtube.com',
  'youtu.be',
  'medium.com',
]);

/** Where they lead cannot be seen, so a mail must not vouch for them. */
const SHORTENERS: ReadonlySet<string> = new Set([
  'bit.ly',
  'goo.gl',
  't.co',
  'tinyurl.com',
  'ow.ly',
  'is.gd',
  'buff.ly',
  'shorturl.at',
  'rb.gy',
  'lnkd.in',
]);

/** Papers, data sets and identifiers of them: neither code nor a project page. */
const REFERENCES: ReadonlySet<string> = new Set([
  'arxiv.org',
  'doi.org',
  'dx.doi.org',
  'zenodo.org',
  'openreview.net',
  'semanticscholar.org',
]);

const withoutWww = (host: string) => host.replace(/^www\./, '');

export function isMirror(host: string): boolean {
  return MIRROR.test(host.toLowerCase());
}

export function isForge(host: string): boolean {
  return FORGES.has(withoutWww(host));
}

/** True for hosts known to answer on https, so that a plain http link may be upgraded. */
export function speaksHttps(host: string): boolean {
  const bare = withoutWww(host);
  return HTTPS_ONLY.has(bare) || bare.endsWith('.github.io') || bare.endsWith('.gitlab.io');
}

export function isShortener(host: string): boolean {
  return SHORTENERS.has(withoutWww(host));
}

export function isReference(host: string): boolean {
  return REFERENCES.has(withoutWww(host));
}
