import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Asked, refusalOf } from '../../src/studio/guard.ts';

const TYPED: Asked = {
  method: 'GET',
  host: '127.0.0.1:8025',
  origin: undefined,
  referer: undefined,
  fetchSite: undefined,
  remote: '127.0.0.1',
  port: 8025,
};
const OWN = 'http://127.0.0.1:8025';

const status = (asked: Partial<Asked>) => refusalOf({ ...TYPED, ...asked })?.status ?? 200;

describe('who is let in', () => {
  const LET_IN: [string, Partial<Asked>][] = [
    ['somebody who typed the address', { fetchSite: 'none' }],
    ['a program that sends nothing else', {}],
    ['localhost', { host: 'localhost:8025' }],
    ['localhost in capitals', { host: 'LocalHost:8025' }],
    ['IPv6', { host: '[::1]:8025', remote: '::1' }],
    ['IPv4 in the dress of IPv6', { remote: '::ffff:127.0.0.1' }],
    ['port 80, which need not be named', { host: 'localhost', port: 80 }],
    ['one of our pages', { fetchSite: 'same-origin', origin: OWN }],
    ['a form of ours', { method: 'POST', fetchSite: 'same-origin', origin: OWN }],
    ['a form of ours that only tells its page', { method: 'POST', referer: `${OWN}/mailbox/1` }],
    ['a caller without a connection', { remote: undefined, port: undefined, host: 'localhost:1' }],
    ['whoever looks before', { method: 'HEAD' }],
  ];
  it.each(LET_IN)('lets in %s', (_who, asked) => {
    expect(status(asked)).toBe(200);
  });

  const REFUSED: [string, Partial<Asked>, number][] = [
    ['no host', { host: undefined }, 400],
    ['an empty host', { host: '' }, 403],
    ['a name that leads here', { host: 'rebound.example:8025' }, 403],
    ['a name that ends like ours', { host: 'evil.localhost:8025' }, 403],
    ['a name that begins like ours', { host: '127.0.0.1.nip.io:8025' }, 403],
    ['a name with a dot behind', { host: 'localhost.:8025' }, 403],
    ['an address of this network', { host: '192.168.1.7:8025' }, 403],
    ['any address', { host: '0.0.0.0:8025' }, 403],
    ['another spelling of ours', { host: '127.1:8025' }, 403],
    ['a name and a password before', { host: 'localhost@evil.example:8025' }, 403],
    ['two hosts', { host: '127.0.0.1:8025, evil.example' }, 403],
    ['another port', { host: '127.0.0.1:8024' }, 403],
    ['no port where it is not 80', { host: '127.0.0.1' }, 403],
    ['another machine', { remote: '192.168.1.7' }, 403],
    ['another machine over IPv6', { remote: 'fe80::1' }, 403],
    ['another machine in the dress of IPv6', { remote: '::ffff:10.0.0.1' }, 403],
    ['a socket that is gone', { remote: '' }, 403],
    ['another site', { fetchSite: 'cross-site' }, 403],
    ['another port of ours', { fetchSite: 'same-site' }, 403],
    ['a site of a kind not known', { fetchSite: 'unheard-of' }, 403],
    ['another origin', { origin: 'https://evil.example' }, 403],
    ['another origin of this machine', { origin: 'http://127.0.0.1:8080' }, 403],
    ['our other name', { origin: 'http://localhost:8025' }, 403],
    ['a sandbox', { origin: 'null' }, 403],
    ['our host over TLS', { origin: 'https://127.0.0.1:8025' }, 403],
    ['a form of nobody', { method: 'POST' }, 403],
    ['a form of another page', { method: 'POST', referer: 'https://evil.example/' }, 403],
    ['a form that calls itself ours from elsewhere', { method: 'POST', origin: 'null', referer: OWN }, 403],
    ['a form of a page that is none', { method: 'POST', referer: 'evil' }, 403],
    ['a method that changes', { method: 'DELETE' }, 403],
    ['a question before a request', { method: 'OPTIONS', origin: 'https://evil.example' }, 403],
  ];
  it.each(REFUSED)('refuses %s', (_who, asked, expected) => {
    expect(status(asked)).toBe(expected);
  });

  it('says why in words, and never repeats what was sent', () => {
    const host = 'secret.example:8025';
    const words = refusalOf({ ...TYPED, host })?.words ?? '';
    expect(words).toMatch(/^Refused: .*localhost.*\.\n$/);
    expect(words).not.toContain('secret');
  });

  it('lets in no host but its own, however it is written', () => {
    const names = fc.oneof(fc.domain(), fc.ipV4(), fc.ipV6(), fc.string(), fc.webAuthority());
    const ours = ['localhost', '127.0.0.1', '[::1]'];
    fc.assert(
      fc.property(names, fc.option(fc.nat(70_000)), (name, port) => {
        const host = port === null ? name : `${name}:${port}`;
        const isOurs = ours.some(one => host.toLowerCase() === `${one}:8025`);
        expect(status({ host })).toBe(isOurs ? 200 : 403);
      }),
    );
  });

  it('lets in no origin but its own, for any method', () => {
    const origins = fc.oneof(fc.webUrl(), fc.string(), fc.constantFrom('null', `${OWN}/`, `${OWN}0`, OWN));
    const methods = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS');
    fc.assert(
      fc.property(origins, methods, (origin, method) => {
        expect(status({ origin, method })).toBe(origin === OWN ? 200 : 403);
      }),
    );
  });
});
