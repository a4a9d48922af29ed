import { BlockList, isIP, isIPv6 } from 'node:net';

/** True for the address of a proxy whose word is believed. */
export type IsTrusted = (address: string) => boolean;

/** Reads TRUSTED_PROXY: addresses and networks (`10.0.0.0/8`). Null: nobody is believed. */
export function trustedProxies(networks: readonly string[] | null): IsTrusted {
  const list = new BlockList();
  for (const network of networks ?? []) {
    const [address = '', bits] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return address => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/**
 * Who asks: the nearest address on the way that is no proxy of ours. `remote` is whoever holds the connection; what they
 * say in X-Forwarded-For is believed only of a proxy that is trusted, from the right: the left end is anybody's to write.
 */
export function clientAddress(
  remote: string | undefined,
  forwardedFor: string | undefined,
  isTrusted: IsTrusted,
): string {
  let client = plain(remote ?? '');
  const hops = (forwardedFor ?? '').split(',').map(hop => plain(hop.trim()));
  while (isIP(client) !== 0 && isTrusted(client)) {
    const hop = hops.pop();
    if (hop === undefined || isIP(hop) === 0) break;
    client = hop;
  }
  return client;
}

/** Without a port, brackets, or the IPv6 dress of an IPv4 address. */
function plain(address: string): string {
  const bare =
    /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  return bare.replace(/^::ffff:(?=\d+\.)/i, '');
}
