import { isIP } from 'node:net';
import { addressKind } from './address-kind.ts';

/** Where a source may lead: wherever everybody can go, and besides that where its operator says so. */
export interface Reach {
  /** Host and port that the operator wrote. */
  home: URL;
  /** True when the operator says that its host may be on a private network. */
  private: boolean;
}

/** The host of an address as an IP address without brackets; null when it is a name. */
export function literalOf({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? null : bare;
}

/** True for the name of this machine. */
export function isLocalName({ hostname }: URL): boolean {
  return /^(.+\.)?localhost\.?$/.test(hostname);
}

/**
 * Why a connection to `address` is not made for the sake of `url`, in words; null when it may be. Reaching a private network
 * has to be asked for: else whoever runs a source, or its DNS, could have Paperboy ask servers that only it can reach.
 */
export function whyOutOfReach(address: string, url: URL, reach: Reach): string | null {
  const kind = addressKind(address);
  if (kind === 'public') return null;
  const isWritten = url.origin === reach.home.origin && (literalOf(url) !== null || isLocalName(url));
  const isMeant = reach.private && url.hostname === reach.home.hostname;
  if (kind === 'private' && (isWritten || isMeant)) return null;
  if (kind === 'link' && isWritten && isMeant) return null;
  return inWords(kind, address, url, reach);
}

function inWords(kind: 'private' | 'link' | 'none', address: string, url: URL, { home }: Reach): string {
  const host = url.hostname === address || literalOf(url) ? url.hostname : `${url.hostname} (${address})`;
  if (kind === 'none') return `${host} is no address of a server`;
  const what =
    kind === 'link'
      ? `${host} is an address at which networks keep secrets of their machines`
      : `${host} is on a private network`;
  if (url.hostname !== home.hostname) return `it sends on to where sources may not lead: ${what}`;
  const port = url.port === home.port ? '' : ', at another port than the address says';
  return `${what}${port}. Where that is meant, name it in subscribers/sources.yaml, with private: true`;
}
