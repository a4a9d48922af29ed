/** True for what is asked over the network. */
export function isAddress(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** The address as it is asked. */
export function withoutPassword(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}

/** Parameters that servers take keys in: `api_key`, `access_token`, `sig`. */
const SECRETS =
  /([?&](?:[a-z]+[_-])*(?:api[_-]?|access[_-]?|auth[_-]?)?(?:key|token|secret|password|passwd|pwd|sig|signature|auth)=)[^&#]+/gi;

/** A source as it may be shown and logged: without the name and password of an address, and without what looks like a key. */
export function shownSource(source: string): string {
  if (!isAddress(source)) return source;
  return source.replace(/^(https?:\/\/)[^/?#]*@/i, '$1').replace(SECRETS, '$1…');
}

/** The header that sends the name and password of an address; none when it has none. */
export function credentials(url: URL): Record<string, string> {
  const authorization = basic(url);
  return authorization === null ? {} : { authorization };
}

/** The name and password of an address as HTTP asks for them (RFC 7617); null when it has none. */
export function basic(url: URL): string | null {
  if (url.username === '' && url.password === '') return null;
  return `Basic ${Buffer.from(`${decoded(url.username)}:${decoded(url.password)}`).toString('base64')}`;
}

/** A `%` that begins no percent-encoding stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
