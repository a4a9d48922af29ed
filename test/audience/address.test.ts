import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../src/audience/address.ts';
import { UserError } from '../../src/errors.ts';

describe('parseAddress', () => {
  it.each([
    ['ada@example.org', 'ada@example.org', 'ada@example.org'],
    [
      '  Ada.Lovelace+papers@Example.ORG ',
      'Ada.Lovelace+papers@example.org',
      'ada.lovelace+papers@example.org',
    ],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
    ['ada@BÜCHER.example', 'ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
    ['ada@bu\u0308cher.example', 'ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
    ['ada@XN--bcher-kva.example', 'ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
    ['ada@straße.example', 'ada@xn--strae-oqa.example', 'ada@xn--strae-oqa.example'],
    ["o'neil=x@a-b.example.co", "o'neil=x@a-b.example.co", "o'neil=x@a-b.example.co"],
    ['1@2.example', '1@2.example', '1@2.example'],
  ])('reads %s', (text, email, key) => {
    expect(parseAddress(text)).toEqual({ email, key });
  });

  it.each([
    ['"a@evil.example x"@ok.example', /quoted local part/],
    ['"a b"@ok.example', /quoted local part/],
    ['user@ok.example(x)evil.example', /parentheses/],
    ['a\r\nX: 1@x.example', /invisible character <U\+000D>/],
    ['a@x.example\r\nBcc: b@y.example', /invisible character <U\+000D>/],
    ['a@x.example\n', /invisible character <U\+000A>/],
    ['a@x.example\0', /<U\+0000>/],
    ['a\u200b@x.example', /<U\+200B>/],
    ['a@x\u202e.example', /<U\+202E>/],
    ['a@x\u00ad.example', /<U\+00AD>/],
    ['g:a@x.example;', /exactly one address/],
    ['a@x.example,b@y.example', /exactly one address/],
    ['a@x.example;b@y.example', /exactly one address/],
    ['a@x.example b@y.example', /white space/],
    ['<a@x.example>b@y.example', /angle brackets/],
    ['Ada <ada@example.org>', /without a name/],
    ['a@b@x.example', /exactly one @/],
    ['ada.example.org', /no @/],
    ['', /missing/],
    ['@x.example', /nothing stands before/],
    ['a@', /needs a dot/],
    ['a@localhost', /needs a dot/],
    ['a@x.example.', /no valid domain/],
    ['a@.example', /no valid domain/],
    ['a@x..example', /no valid domain/],
    ['a@-x.example', /no valid domain/],
    ['a@x_y.example', /no valid domain/],
    ['a@ok.example/x', /no valid domain/],
    ['a@ok.example\\x', /no valid domain/],
    ['a@ok.example?x', /no valid domain/],
    ['a@ok.example#x', /no valid domain/],
    ['a@ok.example%2ex', /no valid domain/],
    ['a@ok.example:25', /no port/],
    ['a@ｏｋ.example', /no valid domain/],
    ['a@ok。example', /needs a dot/],
    ['a@mail.ok。example', /no valid domain/],
    ['a@1⒈example.org', /no valid domain/],
    ['a@☃.example', /no valid domain/],
    ['a@xn--a.example', /no valid domain/],
    [`a@${'x'.repeat(64)}.example`, /no valid domain/],
    ['a@[192.0.2.1]', /IP addresses/],
    ['a@[IPv6:::1]', /IP addresses/],
    ['a@192.0.2.1', /IP addresses/],
    ['a@0x7f.1', /IP addresses/],
    ['.a@x.example', /stands where none may/],
    ['a.@x.example', /stands where none may/],
    ['a..b@x.example', /stands where none may/],
    ['a\\b@x.example', /stands where none may/],
    ['jörg@x.example', /SMTPUTF8/],
    [`${'a'.repeat(65)}@x.example`, /more than 64/],
    [`a@${'x.'.repeat(126)}example`, /longer than 254/],
  ])('refuses %j', (text, reason) => {
    expect(() => parseAddress(text)).toThrow(UserError);
    expect(() => parseAddress(text)).toThrow(reason);
  });

  it('accepts the longest local part and the longest address', () => {
    const local = 'a'.repeat(64);
    const domain = `${'x.'.repeat(91)}example`;
    expect(parseAddress(`${local}@${domain}`).email).toHaveLength(254);
    expect(() => parseAddress(`${local}@x${domain}`)).toThrow(/254/);
  });

  it('never shows an invisible character in its refusal', () => {
    expect(() => parseAddress('a\u202e@x')).toThrow(/"a<U\+202E>@x"/);
  });

  it('only ever accepts one ASCII dot-atom address, and reads its own result as itself', () => {
    const atoms = fc.stringMatching(/^[a-zA-Z0-9.+_"@<>(),;: üß\u202e-]{0,20}$/);
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(atoms, atoms).map(([a, b]) => `${a}@${b}.org`),
    );
    fc.assert(
      fc.property(text, typed => {
        const read = attempt(typed);
        if (!read) return;
        expect(read.email).toMatch(/^[!#-'*+\-/-9=?A-Z^-~.]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/);
        expect(read.key).toBe(read.email.toLowerCase());
        expect(parseAddress(read.email)).toEqual(read);
        expect(parseAddress(read.email.toUpperCase()).key).toBe(read.key);
      }),
      { numRuns: 1000 },
    );
  });
});

function attempt(text: string) {
  try {
    return parseAddress(text);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return null;
  }
}
