import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientAddress, trustedProxies } from '../../src/web/client-address.ts';

const nobody = trustedProxies(null);
const local = trustedProxies(['127.0.0.1', '10.0.0.0/8', '2001:db8::/32']);

describe('who asks', () => {
  it('is whoever holds the connection while no proxy is trusted, whatever is said', () => {
    expect(clientAddress('192.0.2.7', '198.51.100.1', nobody)).toBe('192.0.2.7');
    expect(clientAddress('127.0.0.1', '198.51.100.1', nobody)).toBe('127.0.0.1');
    expect(clientAddress('192.0.2.7', '198.51.100.1, 127.0.0.1', local)).toBe('192.0.2.7');
    expect(clientAddress(undefined, '198.51.100.1', local)).toBe('');
  });

  it('is whom the nearest trusted proxy names', () => {
    expect(clientAddress('127.0.0.1', '198.51.100.1', local)).toBe('198.51.100.1');
    expect(clientAddress('127.0.0.1', ' 198.51.100.1 ', local)).toBe('198.51.100.1');
    expect(clientAddress('2001:db8::1', '198.51.100.1, 10.2.3.4', local)).toBe('198.51.100.1');
    expect(clientAddress('127.0.0.1', undefined, local)).toBe('127.0.0.1');
    expect(clientAddress('127.0.0.1', '', local)).toBe('127.0.0.1');
  });

  it('is not whom the client says that it is', () => {
    expect(clientAddress('127.0.0.1', '203.0.113.9, 198.51.100.1', local)).toBe('198.51.100.1');
    expect(clientAddress('127.0.0.1', '127.0.0.1, 198.51.100.1', local)).toBe('198.51.100.1');
    expect(clientAddress('127.0.0.1', '10.0.0.1, 198.51.100.1, 10.0.0.2', local)).toBe('198.51.100.1');
  });

  it('is the nearest trusted proxy where its word cannot be read', () => {
    for (const garbage of [
      'unknown',
      '_hidden',
      '198.51.100.1.evil',
      '1.2.3',
      '"198.51.100.1"',
      'for=1.2.3.4',
      ', ,',
    ]) {
      expect(clientAddress('127.0.0.1', `203.0.113.9, ${garbage}`, local)).toBe('127.0.0.1');
    }
  });

  it('is told by address alone: without port, brackets or the IPv6 dress of IPv4', () => {
    expect(clientAddress('::ffff:192.0.2.7', undefined, nobody)).toBe('192.0.2.7');
    expect(clientAddress('::FFFF:127.0.0.1', '198.51.100.1:51234', local)).toBe('198.51.100.1');
    expect(clientAddress('127.0.0.1', '[2001:db8:1::7]:443', nobody)).toBe('127.0.0.1');
    expect(clientAddress('127.0.0.1', '[2a00:1450::7]:443', local)).toBe('2a00:1450::7');
    expect(clientAddress('127.0.0.1', '2a00:1450::7', local)).toBe('2a00:1450::7');
  });

  it('knows networks of either kind, and no address beyond them', () => {
    const proxies = trustedProxies(['10.0.0.0/8', 'fd00::/8']);
    expect(['10.255.0.1', 'fd12::1'].map(proxies)).toEqual([true, true]);
    expect(['11.0.0.1', 'fe80::1', '::1', 'garbage', ''].map(proxies)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('is an address that was really named, or empty: never made up of parts', () => {
    const hop = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.ipV4().map(ip => `${ip}:8080`),
      fc.string({ maxLength: 12 }).map(text => text.replaceAll(',', '')),
    );
    fc.assert(
      fc.property(fc.constantFrom('127.0.0.1', '192.0.2.1'), fc.array(hop), (remote, hops) => {
        const client = clientAddress(remote, hops.join(','), local);
        const named = [remote, ...hops.map(one => one.trim())];
        expect(named.some(one => one.replace(/^::ffff:/i, '').startsWith(client))).toBe(true);
        if (remote === '192.0.2.1') expect(client).toBe(remote);
      }),
    );
  });
});
