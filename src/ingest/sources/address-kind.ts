import { BlockList, isIP } from 'node:net';

/**
 * What an IP address leads to: a server anybody can reach; a private network or this machine; the link itself, where clouds
 * keep the secrets of their machines; or no server at all.
 */
export type AddressKind = 'public' | 'private' | 'link' | 'none';

/** [first address, bits of the network]: RFC 6890 and its registries. */
type Range = readonly [string, number];

const PRIVATE: readonly Range[] = [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['198.18.0.0', 15],
  ['::1', 128],
  ['fc00::', 7],
  ['fec0::', 10],
];

/** The link, and what clouds answer their machines at elsewhere (Amazon, Alibaba, Oracle, Azure). */
const LINK: readonly Range[] = [
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
  ['168.63.129.16', 32],
  ['fe80::', 10],
  ['fd00:ec2::', 32],
];

/** This network, protocols, documentation, multicast, reserved; and what was given up. */
const NONE: readonly Range[] = [
  ['0.0.0.0', 8],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['64:ff9b:1::', 48],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['3fff::', 20],
  ['5f00::', 16],
];

const listed = (ranges: readonly Range[]) => {
  const list = new BlockList();
  for (const [first, bits] of ranges) list.addSubnet(first, bits, first.includes(':') ? 'ipv6' : 'ipv4');
  return list;
};
const KINDS = [
  ['link', listed(LINK)],
  ['private', listed(PRIVATE)],
  ['none', listed(NONE)],
] as const;

/** What `address` leads to; it is written as the DNS or a URL writes it, IPv6 without brackets. */
export function addressKind(address: string): AddressKind {
  const [bare = ''] = address.split('%');
  const family = isIP(bare);
  if (family === 0) return 'none';
  if (family === 4) return listedKind(bare, 'ipv4') ?? 'public';
  const groups = groupsOf(bare);
  const inside = embedded(groups);
  // A network of its own hides behind these: who reaches it reaches the address inside.
  if (inside !== null) return addressKind(inside);
  const found = listedKind(groups.map(group => group.toString(16)).join(':'), 'ipv6');
  // Only a part of all IPv6 addresses is given out as yet.
  return found ?? ((groups[0] ?? 0) >> 13 === 1 ? 'public' : 'none');
}

function listedKind(address: string, family: 'ipv4' | 'ipv6'): AddressKind | null {
  return KINDS.find(([, list]) => list.check(address, family))?.[0] ?? null;
}

/** The eight numbers of an IPv6 address. */
function groupsOf(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const plain = dotted
    ? `${dotted[1]}${hex(Number(dotted[2]), Number(dotted[3]))}:${hex(Number(dotted[4]), Number(dotted[5]))}`
    : address;
  const [head = '', tail] = plain.split('::');
  const numbers = (text: string) =>
    text === '' ? [] : text.split(':').map(group => Number.parseInt(group, 16));
  const [first, last] = [numbers(head), numbers(tail ?? '')];
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

const hex = (high: number, low: number) => (high * 256 + low).toString(16);

/** The IPv4 address within one of IPv6: mapped, compatible, translated (RFC 6052), or 6to4; null when there is none. */
function embedded(groups: readonly number[]): string | null {
  const from = (at: number) => {
    const [high = 0, low = 0] = groups.slice(at, at + 2);
    return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  };
  const zeros = (start: number, end: number) => groups.slice(start, end).every(group => group === 0);
  if (groups[0] === 0x2002) return from(1);
  if (groups[0] === 0x64 && groups[1] === 0xff9b && zeros(2, 6)) return from(6);
  if (!zeros(0, 4)) return null;
  if (groups[4] === 0xffff && groups[5] === 0) return from(6);
  if (groups[4] !== 0 || (groups[5] !== 0 && groups[5] !== 0xffff)) return null;
  // `::` and `::1` are themselves.
  return groups[5] === 0 && groups[6] === 0 ? null : from(6);
}
