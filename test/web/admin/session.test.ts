import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSessions, isSameText, sessionKey } from '../../../src/web/admin/session.ts';

const SECRET = 'a secret of the tests, long enough to be one';
const HOUR = 3_600_000;
const NOW = Date.parse('2026-06-02T08:00:00Z');
const sessions = createSessions(sessionKey(SECRET, 'open-sesame'));

describe('sessions of the operator', () => {
  it('are read back for twelve hours, by any process that knows the keys', () => {
    const cookie = sessions.open(NOW);
    expect(cookie).toMatch(/^v1\.\d+\.[\w-]{43}\.[\w-]{43}$/);
    const other = createSessions(sessionKey(SECRET, 'open-sesame'));
    const session = other.read(cookie, NOW + 12 * HOUR - 1);
    expect(session?.expiresAt).toBe(NOW + 12 * HOUR);
    expect(other.read(cookie, NOW + 12 * HOUR)).toBeNull();
    expect(sessions.open(NOW)).not.toBe(cookie);
  });

  it('end with a new password, or a new key', () => {
    const cookie = sessions.open(NOW);
    for (const key of [sessionKey(SECRET, 'another'), sessionKey(`${SECRET}!`, 'open-sesame')]) {
      expect(createSessions(key).read(cookie, NOW)).toBeNull();
    }
  });

  it('cannot be made, lengthened or altered by anybody else', () => {
    const cookie = sessions.open(NOW);
    const [, expires = '', nonce, mac] = cookie.split('.');
    expect(sessions.read(`v1.${Number(expires) + 1}.${nonce}.${mac}`, NOW)).toBeNull();
    for (let at = 0; at < cookie.length; at++) {
      const forged = cookie.slice(0, at) + (cookie[at] === 'A' ? 'B' : 'A') + cookie.slice(at + 1);
      expect(sessions.read(forged, NOW)).toBeNull();
      expect(sessions.read(cookie.slice(0, at), NOW)).toBeNull();
    }
    fc.assert(
      fc.property(fc.string(), text => {
        expect(sessions.read(text, NOW)).toBeNull();
        expect(sessions.read(cookie + text, NOW) === null).toBe(text !== '');
      }),
    );
  });

  it('do not outlast a clock that was set back', () => {
    expect(sessions.read(sessions.open(NOW + HOUR), NOW)).toBeNull();
  });

  it('have a form token each, which is no session, and of no use in another one', () => {
    const read = () => sessions.read(sessions.open(NOW), NOW);
    const [mine, theirs] = [read(), read()];
    if (!mine || !theirs) throw new Error('no session');
    expect(sessions.isFormToken(mine, sessions.formToken(mine))).toBe(true);
    expect(sessions.isFormToken(mine, sessions.formToken(theirs))).toBe(false);
    expect(sessions.isFormToken(mine, '')).toBe(false);
    const asCookie = `v1.${mine.expiresAt}.${mine.nonce}.${sessions.formToken(mine)}`;
    expect(sessions.read(asCookie, NOW)).toBeNull();
  });
});

it('compares texts of any length', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(isSameText(a, a)).toBe(true);
      expect(isSameText(a, b)).toBe(a === b);
    }),
  );
});
