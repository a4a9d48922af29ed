import { isLocalName, literalOf } from './reach.ts';

/** The address of a proxy: it may hold a password. */
interface Address {
  reveal: () => string;
}

/** The proxies of this machine's surroundings, as `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` name them. */
export interface Proxies {
  http: Address | null;
  https: Address | null;
  /** Hosts that are asked directly: `example.org` and all below it, one port of it (`example.org:8080`), an IP address, or `*`. */
  none: readonly string[];
}

export const NO_PROXIES: Proxies = { http: null, https: null, none: [] };

/** The address of the proxy that `url` is asked through; null when it is asked directly, as this machine always is. */
export function proxyOf(url: URL, proxies: Proxies): string | null {
  const proxy = url.protocol === 'https:' ? proxies.https : proxies.http;
  if (proxy === null || isThisMachine(url) || proxies.none.some(item => covers(item, url))) return null;
  return proxy.reveal();
}

function isThisMachine(url: URL): boolean {
  const literal = literalOf(url);
  return isLocalName(url) || (literal !== null && /^(127\.|::1$)/.test(literal));
}

function covers(item: string, url: URL): boolean {
  if (item === '*') return true;
  const parts = /^(?:\*?\.)?(\[.*\]|[^:]*|.*:.*:.*?)(?::(\d+))?$/.exec(item.toLowerCase());
  const [, host = '', port] = parts ?? [];
  const name = literalOf(url) ?? url.hostname.replace(/\.$/, '');
  const ours = url.port || (url.protocol === 'https:' ? '443' : '80');
  const bare = host.replace(/^\[|\]$/g, '');
  if (bare === '' || (port !== undefined && port !== ours)) return false;
  return name === bare || (literalOf(url) === null && name.endsWith(`.${bare}`));
}
