import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSmtpUrl } from '../../src/deliver/smtp/smtp-url.ts';

describe('SMTP_URL', () => {
  it('has the ports of RFC 8314 and RFC 6409 by default', () => {
    expect(readSmtpUrl('smtps://mail.example.org')).toMatchObject({ port: 465, implicitTls: true });
    expect(readSmtpUrl('smtp://mail.example.org')).toMatchObject({ port: 587, implicitTls: false });
    expect(readSmtpUrl('smtp://[::1]:2525')).toMatchObject({ host: '::1', port: 2525 });
  });

  it('demands TLS and a good certificate where there is a password, except that this machine may sign its own', () => {
    const check = (url: string) => {
      const { tlsRequired, certificateChecked } = readSmtpUrl(url);
      return [tlsRequired, certificateChecked];
    };
    expect(check('smtp://mail.example.org')).toEqual([false, false]);
    expect(check('smtp://a:b@mail.example.org')).toEqual([true, true]);
    expect(check('smtps://mail.example.org')).toEqual([true, true]);
    expect(check('smtp://a:b@127.0.0.1')).toEqual([true, false]);
    expect(check('smtp://a:b@127.0.0.1.example.org')).toEqual([true, true]);
  });

  it('gives back any name and password that were percent-encoded', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.string({ unit: 'grapheme' }),
        (user, password) => {
          const url = `smtp://${encodeURIComponent(user)}:${encodeURIComponent(password)}@mail.example.org`;
          expect(readSmtpUrl(url).auth).toEqual({ user, password });
        },
      ),
    );
  });

  it.each([
    ['smtp://a:100%@mail.example.org', /%25/],
    ['smtp://mail.example.org?connections=0', /1 to 100/],
    ['smtp://mail.example.org?connections=many', /1 to 100/],
    ['smtp://mail.example.org?pool=true', /unknown option "pool"/],
  ])('refuses %s in words', (url, words) => {
    expect(() => readSmtpUrl(url)).toThrow(words);
  });
});
