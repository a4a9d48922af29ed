import { type HtmlTree, textOf } from './html-tree.ts';
import type { InspectedLink } from './inspection.ts';

type Kind = InspectedLink['kind'];

/** First words of the paths in our mails that are somebody's own. */
const PERSONAL = ['unsubscribe', 'preferences', 'view', 'tune', 'confirm', 'account'] as const;

/** Every link of a mail, in its order, with what readers see of it. */
export function linksIn({ elements }: HtmlTree, publicUrl: string): InspectedLink[] {
  return elements
    .filter(({ name, attributes }) => (name === 'a' || name === 'area') && attributes.has('href'))
    .map(({ attributes, children }) => {
      const href = (attributes.get('href') ?? '').trim();
      const text = textOf(children) || attributes.get('aria-label') || attributes.get('alt') || '';
      return { href, text: text.replaceAll('\n', ' '), kind: kindOf(href, publicUrl) };
    });
}

/** What a link is for, by its scheme, and below our own address by its path. */
export function kindOf(href: string, publicUrl: string): Kind {
  if (href.startsWith('#')) return 'anchor';
  if (/^mailto:/i.test(href)) return 'mailto';
  const url = webAddress(href);
  if (url === null) return 'other';
  const path = ownPath(url, publicUrl);
  if (path === null) return 'paper';
  return PERSONAL.find(word => word === path.split('/', 1)[0]) ?? 'page';
}

/** What stands below our own address, without the slash; null for an address elsewhere. */
export function ownPath(url: URL, publicUrl: string): string | null {
  const own = webAddress(publicUrl);
  if (own === null || url.origin !== own.origin) return null;
  const base = own.pathname.replace(/\/*$/, '/');
  return `${url.pathname}/`.startsWith(base) ? url.pathname.slice(base.length) : null;
}

/** First word of the path, where it is one of a personal page of ours, whatever the host. */
export function personalWord(url: URL): Kind | null {
  const [word, token = ''] = url.pathname.split('/').slice(-2);
  return token.length > 10 ? (PERSONAL.find(one => one === word) ?? null) : null;
}

/** An http(s) address; null for anything else. */
export function webAddress(href: string): URL | null {
  // Only what begins so is absolute for every mail program; URL() would take `https:x`, too.
  if (!/^https?:\/\//i.test(href) || !URL.canParse(href)) return null;
  return new URL(href);
}

/** True for a machine that nobody but itself, or its own network, can reach. */
export function isLocal({ hostname }: URL): boolean {
  return /^(?:localhost|.*\.localhost|.*\.local|127\.\d+\.\d+\.\d+|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+|0\.0\.0\.0|\[::1\])$/.test(
    hostname,
  );
}
