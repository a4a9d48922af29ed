import { safeUrl } from '../links/safe-url.ts';

const TRACKING =
  /^(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ref|ref_src|referrer|source|spm|rss|cmpid|_hs\w+)$/i;

/**
 * Canonical form of a URL for comparing, or null for one that may not be linked: https, no `www.`,
 * no fragment, no tracking parameters, the others sorted, no slash at the end.
 */
export function urlKey(text: string): string | null {
  const safe = safeUrl(text);
  if (!safe) return null;
  const url = withoutTracking(new URL(safe));
  url.searchParams.sort();
  const host = url.host.replace(/^www\./, '');
  return `https://${host}${url.pathname.replace(/\/+$/, '')}${url.search}`;
}

/** The address without what only tells its owner who came from where. */
export function withoutTracking(address: URL): URL {
  const url = new URL(address);
  for (const name of [...url.searchParams.keys()]) {
    if (TRACKING.test(name)) url.searchParams.delete(name);
  }
  return url;
}
