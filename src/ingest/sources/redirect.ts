import { isAddress, withoutPassword } from './address.ts';

/**
 * Where an answer from `from` sends us, given its `Location`; or why we do not go there, in words. `home` is what the operator
 * wrote.
 */
export function redirect(status: number, location: string | null, from: URL, home: URL): URL | string {
  if (location === null || !URL.canParse(location, from.href))
    return `answered ${status} but does not say where to go`;
  const next = withoutPassword(new URL(location, from));
  next.hash = '';
  if (!isAddress(next.href)) return `sends on to ${next.protocol} which is not http or https`;
  if (from.protocol === 'https:' && next.protocol === 'http:')
    return 'sends on from https to http, where anybody on the way could change it';
  const isUsual = next.port === '' || next.port === home.port || Number(next.port) >= 1024;
  return isUsual ? next : `sends on to port ${next.port}, which is none of a web server`;
}
