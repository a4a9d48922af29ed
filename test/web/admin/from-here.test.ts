import { describe, expect, it } from 'vitest';
import { isFromHere } from '../../../src/web/admin/from-here.ts';

const OURS = 'https://papers.example.org';
const nothing = { site: undefined, origin: undefined, host: 'papers.example.org' };

describe('whether a form was sent from here', () => {
  it.each([
    ['a browser of today', { ...nothing, site: 'same-origin', origin: OURS }],
    ['a page loaded again by its reader', { ...nothing, site: 'none', origin: OURS }],
    ['a browser that leaves the origin out', { ...nothing, site: 'same-origin', origin: 'null' }],
    ['an old browser', { ...nothing, origin: OURS }],
    ['a program', nothing],
    ['a proxy with a name of its own for us', { ...nothing, host: '127.0.0.1:8080', origin: OURS }],
    [
      'somebody who goes past the proxy',
      { site: 'same-origin', origin: 'http://127.0.0.1:8080', host: '127.0.0.1:8080' },
    ],
  ])('yes for %s', (_, said) => expect(isFromHere(said, OURS)).toBe(true));

  it.each([
    ['another site', { ...nothing, site: 'cross-site', origin: 'https://evil.example' }],
    ['another site that hides its origin', { ...nothing, site: 'cross-site', origin: 'null' }],
    ['a sibling', { ...nothing, site: 'same-site', origin: 'https://blog.example.org' }],
    ['another site, by an old browser', { ...nothing, origin: 'https://evil.example' }],
    ['another site that hides, by an old browser', { ...nothing, origin: 'null' }],
    ['another port', { ...nothing, origin: `${OURS}:8443` }],
    ['a name that begins like ours', { ...nothing, origin: `${OURS}.evil.example` }],
    ['what is no origin', { ...nothing, origin: 'papers.example.org' }],
    [
      'an origin while nobody says whom was asked',
      { ...nothing, host: undefined, origin: 'https://evil.example' },
    ],
    ['what browsers do not say', { ...nothing, site: 'Same-Origin ', origin: OURS }],
  ])('no for %s', (_, said) => expect(isFromHere(said, OURS)).toBe(false));
});
