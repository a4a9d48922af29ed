import { expect, test } from 'vitest';
import { readProxies } from '../../../src/config/proxies.ts';
import { proxyOf } from '../../../src/ingest/sources/proxies.ts';

const env = {
  HTTP_PROXY: 'proxy.example.org:3128',
  https_proxy: 'http://me:secret@proxy.example.org:3129',
  HTTPS_PROXY: 'http://other.example.org',
  NO_PROXY: 'intern.example.org, .example.net 10.1.2.3 hidden.example.com:8443,[2001:db8::1]',
};
const through = (url: string) => proxyOf(new URL(url), readProxies(env));

test('an address goes through the proxy of its scheme', () => {
  expect(through('http://papers.example.org/')).toBe('http://proxy.example.org:3128');
  expect(through('https://papers.example.org/')).toBe('http://me:secret@proxy.example.org:3129');
  expect(proxyOf(new URL('https://papers.example.org/'), readProxies({}))).toBeNull();
});

test.each([
  'https://intern.example.org/',
  'https://deep.intern.example.org/',
  'https://a.example.net/',
  'http://10.1.2.3:8080/',
  'https://hidden.example.com:8443/',
  'http://localhost:8000/',
  'http://127.0.0.1:8000/',
  'http://[::1]/',
])('%s is asked directly', url => {
  expect(through(url)).toBeNull();
});

test.each(['https://notintern.example.org/', 'https://hidden.example.com/', 'http://10.1.2.4/'])(
  '%s is not',
  url => {
    expect(through(url)).not.toBeNull();
  },
);

test('a star asks everybody directly', () => {
  expect(proxyOf(new URL('https://a.example.org/'), readProxies({ ...env, no_proxy: '*' }))).toBeNull();
});

test('what is no proxy is told without its password', () => {
  expect(() => readProxies({ HTTP_PROXY: 'socks5://me:secret@host:1' })).toThrow(/^HTTP_PROXY is not usable/);
  expect(() => readProxies({ HTTP_PROXY: 'socks5://me:secret@host:1' })).not.toThrow(/secret/);
  expect(JSON.stringify(readProxies(env))).not.toMatch(/secret/);
});
