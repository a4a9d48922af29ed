import { expect, test } from 'vitest';
import { redirect } from '../../../src/ingest/sources/redirect.ts';

const HOME = new URL('https://papers.example.org:444/daily/today?x=1#top');
const from = (location: string | null, home = HOME) => String(redirect(302, location, home, home));

test.each([
  ['/other', 'https://papers.example.org:444/other'],
  ['other', 'https://papers.example.org:444/daily/other'],
  ['//mirror.example.org/', 'https://mirror.example.org/'],
  ['https://me:secret@mirror.example.org/#here', 'https://mirror.example.org/'],
  ['https://mirror.example.org:8443/', 'https://mirror.example.org:8443/'],
  ['https://mirror.example.org:444/', 'https://mirror.example.org:444/'],
  ['https://mirror.example.org:25/', 'sends on to port 25, which is none of a web server'],
  ['http://papers.example.org/', 'sends on from https to http, where anybody on the way could change it'],
  ['ftp://mirror.example.org/', 'sends on to ftp: which is not http or https'],
  ['javascript:alert(1)', 'sends on to javascript: which is not http or https'],
  ['https://', 'answered 302 but does not say where to go'],
  [null, 'answered 302 but does not say where to go'],
])('%s leads to %s', (location, expected) => {
  expect(from(location)).toBe(expected);
});

test('http may send on to https', () => {
  expect(from('https://papers.example.org/', new URL('http://papers.example.org/'))).toBe(
    'https://papers.example.org/',
  );
});
