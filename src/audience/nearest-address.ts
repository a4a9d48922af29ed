import { nearest } from '../model/nearest.ts';

/**
 * At most three of these addresses that someone who typed `address` may have meant, best first: those that differ a little before
 * the @, or a little behind it. Half of an address is what many share, so the halves are compared by themselves.
 */
export function nearestAddresses(address: string, known: readonly string[]): string[] {
  const [name, domain] = halves(address);
  const others = known.map(one => halves(one));
  const names = others.filter(other => other[1] === domain).map(other => other[0]);
  const domains = others.filter(other => other[0] === name).map(other => other[1]);
  return [
    ...nearest(name, names).map(one => `${one}@${domain}`),
    ...nearest(domain, domains).map(one => `${name}@${one}`),
  ].slice(0, 3);
}

/** In lower case: nobody tells two addresses apart by it. */
function halves(address: string): [name: string, domain: string] {
  const at = address.lastIndexOf('@');
  return [address.slice(0, at).toLowerCase(), address.slice(at + 1).toLowerCase()];
}
