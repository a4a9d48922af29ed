import { expect, test } from 'vitest';
import { kindOf } from '../../src/inspect/links.ts';

test.each([
  ['https://example.org', 'https://example.org/unsubscribe/v1.a', 'unsubscribe'],
  ['https://example.org/', 'https://example.org/tune/v1.a?p=1', 'tune'],
  ['https://example.org/daily/', 'https://example.org/daily/view/v1.a', 'view'],
  ['https://example.org/daily', 'https://example.org/daily', 'page'],
  ['https://example.org/daily', 'https://example.org/dailynews/view/v1.a', 'paper'],
  ['https://example.org/daily', 'https://example.org/view/v1.a', 'paper'],
  ['https://example.org', 'https://EXAMPLE.org/confirm/x', 'confirm'],
  ['https://example.org', 'https://example.org/account/x', 'account'],
  ['https://example.org', 'https://example.org/preferences/x', 'preferences'],
  ['https://example.org', 'https://example.org/viewer/x', 'page'],
  ['https://example.org', 'https://example.org/', 'page'],
  ['https://example.org', 'http://example.org/view/x', 'paper'],
  ['https://example.org', 'https://example.org.evil.example/view/x', 'paper'],
  ['https://example.org', 'https://example.org:8443/view/x', 'paper'],
  ['https://example.org', '#t1', 'anchor'],
  ['https://example.org', 'MAILTO:a@example.org', 'mailto'],
  ['https://example.org', '/view/x', 'other'],
  ['https://example.org', 'https:view', 'other'],
  ['https://example.org', 'https://', 'other'],
  ['no address', 'https://example.org/view/x', 'paper'],
])('of %s, %s is: %s', (publicUrl, href, kind) => {
  expect(kindOf(href, publicUrl)).toBe(kind);
});
