/** What a browser says of where a request comes from. */
export interface Provenance {
  /** `Sec-Fetch-Site`; undefined from old browsers and from programs. */
  site: string | undefined;
  /** `Origin`; undefined from programs. */
  origin: string | undefined;
  host: string | undefined;
}

/**
 * True for a form of our own: no page from elsewhere may have made this request. `ours` is the origin of PUBLIC_URL; whoever
 * asks us directly, past the proxy, sees us at another one, which is that of their request. Programs say nothing of all this.
 */
export function isFromHere({ site, origin, host }: Provenance, ours: string): boolean {
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (origin === undefined || origin === ours) return true;
  // A browser leaves the origin out where a page asked it to; then the other header has to vouch for it.
  if (origin === 'null') return site === 'same-origin';
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}
