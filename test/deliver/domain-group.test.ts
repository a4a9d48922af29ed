import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainGroup } from '../../src/deliver/domain-group.ts';

describe('the group of a domain', () => {
  it.each([
    ['google', ['gmail.com', 'googlemail.com', 'GMail.com']],
    [
      'yahoo',
      ['yahoo.com', 'yahoo.co.uk', 'yahoo.com.br', 'yahoo.fr', 'aol.com', 'ymail.com', 'rocketmail.com'],
    ],
    ['microsoft', ['outlook.com', 'outlook.com.au', 'hotmail.co.uk', 'hotmail.com', 'live.nl', 'msn.com']],
    ['apple', ['icloud.com', 'me.com', 'mac.com', 'privaterelay.appleid.com']],
    ['gmx', ['gmx.de', 'gmx.net', 'gmx.at', 'web.de', 'mail.com']],
    ['proton', ['proton.me', 'protonmail.com', 'pm.me']],
    ['fastmail', ['fastmail.com', 'fastmail.fm']],
    ['zoho', ['zoho.com', 'zoho.eu', 'zohomail.in']],
    ['yandex', ['yandex.ru', 'yandex.com', 'ya.ru']],
    ['mailru', ['mail.ru', 'bk.ru', 'list.ru']],
    ['tencent', ['qq.com', 'vip.qq.com', 'foxmail.com']],
    ['netease', ['163.com', 'vip.163.com', '126.com', 'yeah.net']],
  ])('%s runs %s', (group, domains) => {
    expect(domains.map(domain => domainGroup(`ada.lovelace+papers@${domain}`))).toEqual(
      domains.map(() => group),
    );
  });

  it.each([
    ['example.org', 'example.org'],
    ['mail.dept.example.ac.uk', 'example.ac.uk'],
    ['Example.ORG.', 'example.org'],
    ['a.xn--mller-kva.example', 'xn--mller-kva.example'],
    // Space of a host that lets people register names is still that host's.
    ['ada.github.io', 'github.io'],
  ])('%s belongs to whoever registered it', (domain, group) => {
    expect(domainGroup(`ada@${domain}`)).toBe(group);
  });

  it.each(['localhost', 'co.uk', '192.0.2.1', '[192.0.2.1]', '[IPv6:2001:db8::1]'])(
    '%s is its own',
    domain => {
      expect(domainGroup(`ada@${domain}`)).toBe(domain.toLowerCase());
    },
  );

  it.each([
    ['yahoo.co.jp', 'another company'],
    ['outlook.example', 'an ending that stands for no country'],
    ['live.example.org', 'a subdomain'],
    ['notgmail.com', 'a longer name'],
    ['gmail.com.example.org', 'a name in front of a domain'],
    ['outlook.science', 'an ending anybody may have'],
  ])('%s is no provider: %s', domain => {
    expect(domain.endsWith(domainGroup(`ada@${domain}`))).toBe(true);
  });

  it('stands for the domain of whatever comes, whatever its letter case', () => {
    fc.assert(
      fc.property(fc.emailAddress(), email => {
        const group = domainGroup(email);
        expect(group).not.toBe('');
        expect(domainGroup(`x@${email.slice(email.lastIndexOf('@') + 1).toUpperCase()}`)).toBe(group);
      }),
    );
    fc.assert(fc.property(fc.string(), text => void domainGroup(text)));
  });
});
