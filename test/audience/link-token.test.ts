import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokens, type Purpose } from '../../src/audience/link-token.ts';
import { mailLinks } from '../../src/audience/mail-links.ts';

const PURPOSES: Purpose[] = ['unsubscribe', 'preferences', 'view', 'tune', 'confirm'];
const secret = 'a secret of the tests, long enough to be one';
const tokens = createTokens(secret);

const purpose = fc.constantFrom(...PURPOSES);
const content = fc.record({
  subscriber: fc.nat(),
  edition: fc.option(fc.stringMatching(/^[\w-]{1,12}$/)),
  extra: fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })),
});

function sign(
  by: Purpose,
  { subscriber, edition, extra }: { subscriber: number; edition: string | null; extra: string | null },
) {
  return tokens.sign(by, subscriber, edition ?? undefined, extra ?? undefined);
}

describe('createTokens', () => {
  it('reads back what it signed, and signs it the same again', () => {
    fc.assert(
      fc.property(purpose, content, (by, said) => {
        const token = sign(by, said);
        expect(tokens.verify(by, token)).toEqual(said);
        expect(createTokens(secret).sign(by, said.subscriber, said.edition ?? '', said.extra ?? '')).toBe(
          token,
        );
        expect(token).toMatch(/^v1\.[\w-]+\.[\w-]+\.[\w-]*[A-Za-z0-9]$/);
      }),
    );
  });

  it('takes a token for no other purpose', () => {
    fc.assert(
      fc.property(purpose, purpose, content, (by, other, said) => {
        fc.pre(by !== other);
        expect(tokens.verify(other, sign(by, said))).toBeNull();
      }),
    );
  });

  it('refuses a token with any one character changed, removed or added', () => {
    const token = tokens.sign('unsubscribe', 123456, '2025-08-11', 'x');
    const characters = 'ABCXYZabcxyz0189-_.~=\n';
    for (let at = 0; at <= token.length; at++) {
      const [before, after] = [token.slice(0, at), token.slice(at + 1)];
      if (at < token.length) expect(tokens.verify('unsubscribe', before + after)).toBeNull();
      for (const character of characters) {
        expect(tokens.verify('unsubscribe', before + character + token.slice(at))).toBeNull();
        if (character === token[at] || at === token.length) continue;
        expect(tokens.verify('unsubscribe', before + character + after)).toBeNull();
      }
    }
  });

  it('returns null for any text that is no token', () => {
    fc.assert(
      fc.property(purpose, fc.string({ unit: 'binary' }), (by, text) => {
        expect(tokens.verify(by, text)).toBeNull();
      }),
    );
    expect(tokens.verify('view', `v1.aaaa.${'a'.repeat(1e6)}.aaaaaaaaaaaaaaaaaaaaaa`)).toBeNull();
  });

  it('takes tokens of a previous key as long as it is named, and signs with the current one', () => {
    const old = tokens.sign('view', 7, '2025-08-11');
    const next = createTokens('the secret that came after the first one', [secret]);
    expect(next.verify('view', old)).toEqual({ subscriber: 7, edition: '2025-08-11', extra: null });
    expect(createTokens('the secret that came after the first one').verify('view', old)).toBeNull();
    expect(tokens.verify('view', next.sign('view', 7))).toBeNull();
  });

  it('refuses to sign an edition that could be read as another', () => {
    expect(() => tokens.sign('view', 1, '2025.08')).toThrow(RangeError);
  });
});

describe('mailLinks', () => {
  it.each([
    'https://papers.example.org',
    'https://papers.example.org/',
    'https://example.org/daily',
    'https://example.org/daily//',
  ])('stand below %s', publicUrl => {
    const base = publicUrl.replace(/\/+$/, '');
    const links = mailLinks(publicUrl, tokens, 42, '2025-08-11');
    const tokenOf = (link: string, path: string) => {
      expect(link.startsWith(`${base}/${path}/`)).toBe(true);
      return new URL(link).pathname.split('/').at(-1) ?? '';
    };
    const said = { subscriber: 42, edition: '2025-08-11', extra: null };
    expect(tokens.verify('unsubscribe', tokenOf(links.unsubscribe, 'unsubscribe'))).toEqual(said);
    expect(tokens.verify('preferences', tokenOf(links.preferences, 'preferences'))).toEqual(said);
    expect(tokens.verify('view', tokenOf(links.view, 'view'))).toEqual(said);
    expect(tokens.verify('tune', tokenOf(links.tune('p/1?'), 'tune'))).toEqual(said);
    expect(new URL(links.tune('p/1?')).searchParams.get('p')).toBe('p/1?');
    expect(links.paper('p/1')).toBe(`${base}/papers/p%2F1`);
    expect(links.edition).toBe(`${base}/editions/2025-08-11`);
  });
});
