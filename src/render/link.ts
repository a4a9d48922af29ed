/** Characters that `URL` lets through and that RFC 3986 does not allow. */
const NOT_IN_A_URI = /[\s<>"{}|\\^`']/g;
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * A link as a mail may carry it: absolute, ASCII, http(s), percent-encoded (RFC 3986); null for
 * anything else. Plain http becomes https, which mailbox providers ask for and browsers try first
 * anyway; only this machine is exempt.
 */
export function safeLink(link: string | null): string | null {
  if (link === null || !URL.canParse(link)) return null;
  const url = new URL(link);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (!LOCAL.test(url.hostname)) url.protocol = 'https:';
  return url.href.replace(NOT_IN_A_URI, found => encodeURIComponent(found).replace("'", '%27'));
}

/** Where to look for a paper whose page nobody named: its title, searched on the papers site. */
export function searchLink(title: string): string {
  return `https://huggingface.co/papers?q=${encodeURIComponent(title).replaceAll("'", '%27')}`;
}
