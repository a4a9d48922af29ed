import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { holdsInOutlook } from '../../../src/inspect/outlook/condition.ts';
import { inOutlook } from '../../../src/inspect/outlook/outlook.ts';
import { cards, editionOf, linksOf, recipient } from '../../render/mail.ts';

test.each([
  ['mso', true],
  ['!mso', false],
  ['mso | IE', true],
  ['IE', false],
  ['gte mso 9', true],
  ['lt mso 12', false],
  ['lte mso 16', true],
  ['gt mso 16', false],
  ['mso 16', true],
  ['mso 15', false],
  ['(gte mso 9)&(lt mso 12)', false],
  ['(gte mso 9) & !(lt mso 12)', true],
  ['(gte mso 9)|(IE)', true],
  ['!mso & IE | true', true],
  ['gte vml 1', true],
  ['gt IE 6', false],
  ['!supportLists', false],
  ['', null],
  ['mso &', null],
  ['(mso', null],
  ['mso)', null],
  ['lt mso', null],
  ['mso mso', null],
])('in Outlook [if %s] is %s', (condition, holds) => {
  expect(holdsInOutlook(condition)).toBe(holds);
});

describe('what Outlook makes of a mail', () => {
  it('takes what is for it, leaves what is not, and tells both with their lines', () => {
    const html =
      'a<!--[if mso | IE]><table><tr><td><![endif]-->b\n<!--[if !mso]><!--><i>c</i><!--<![endif]-->d\n<![if lt mso 12]>e<![endif]>f';
    expect(inOutlook(html)).toEqual({
      html: 'a<table><tr><td>b\nd\nf',
      branches: [
        { condition: 'mso | IE', holds: true, line: 1, content: '<table><tr><td>' },
        { condition: '!mso', holds: false, line: 2, content: '<i>c</i>' },
        { condition: 'lt mso 12', holds: false, line: 3, content: 'e' },
      ],
      problems: [],
    });
  });

  it('knows the spelling that stands in old manuals', () => {
    const html = 'a<!--[if !IE]> -->b<!-- <![endif]-->c<!--[if !mso]> -->d<!-- <![endif]-->e';
    expect(inOutlook(html)).toMatchObject({ html: 'abce', problems: [] });
  });

  it('leaves other comments alone, and conditions in them', () => {
    const html = 'a<!-- b --><!--><!-- <![if mso]> -->c';
    expect(inOutlook(html)).toEqual({ html, branches: [], problems: [] });
  });

  it('shows nothing of the settings that are for Word', () => {
    const { html } = inOutlook(
      '<!--[if mso]><xml><o:PixelsPerInch>96</o:PixelsPerInch></xml><p>x</p><![endif]-->',
    );
    expect(html).toBe('<p>x</p>');
  });

  it('looks at conditions inside conditions', () => {
    const html =
      '<!--[if !mso]><!-->a<!--[if IE]>b<![endif]-->c<!--<![endif]-->d<!--[if mso]>e<![if lt mso 12]>f<![endif]>g<![endif]-->';
    const { html: shown, branches, problems } = inOutlook(html);
    expect(shown).toBe('deg');
    expect(branches.map(({ condition, holds }) => [condition, holds])).toEqual([
      ['!mso', false],
      ['IE', false],
      ['mso', true],
      ['lt mso 12', false],
    ]);
    expect(problems).toEqual([]);
  });

  it('passes over media queries and what Word does not know', () => {
    const html =
      '<style>a:hover{color:red;max-width:3px}@media (max-width:480px){h1{color:blue}}b{opacity:0;border-radius:3px}</style><p style="max-width:600px; color: red;display:flex"></p>';
    expect(inOutlook(html).html).toBe(
      '<style>a:hover{color:red;}b{}</style><p style=" color: red;display:flex"></p>',
    );
  });

  it('hides what is hidden from it', () => {
    expect(inOutlook('<div style="mso-hide:all">x</div>').html).toContain(
      'style="display:none;mso-hide:all"',
    );
  });

  it.each([
    ['a\n<!--[if mso]>b', /line 2.*no \[endif\]|2 \[if mso\] has no \[endif\]/, 'a\nb'],
    ['a<!--[if mso]>b-->c', /before this end/, 'abc'],
    ['a<!--[if !mso]>b-->c', /before this end/, 'ac'],
    ['a<![endif]-->b', /ends nothing/, 'ab'],
    ['a<!--[if mos >]>b<![endif]-->c', /no condition/, 'ac'],
    ['<!--[if mso]>a<!-- b -->c<![endif]-->', /ends it for everybody else/, 'a<!-- b -->c'],
  ])('tells what does not fit together: %s', (html, problem, shown) => {
    const view = inOutlook(html);
    expect(view.problems.map(({ line, problem: text }) => `${line} ${text}`).join('\n')).toMatch(problem);
    expect(view.html).toBe(shown);
  });

  it('finds nothing wrong with our own mails, and the tables that hold their width', async () => {
    const edition = await editionOf([{ title: 'A' }]);
    const { html, problems, branches } = inOutlook(edition.render(recipient(), cards([0]), linksOf(1)).html);
    expect(problems).toEqual([]);
    expect(branches.some(({ holds }) => holds)).toBe(true);
    expect(branches.some(({ holds }) => !holds)).toBe(true);
    expect(html).toMatch(/<table[^>]*width="640"/);
    expect(html).not.toMatch(/@media|\[if|endif/);
  });

  it('tells no end of conditions in each other by their beginnings', () => {
    const { branches, html } = inOutlook('<!--[if mso]>a line\n'.repeat(20_000));
    expect(branches.length).toBeLessThanOrEqual(200);
    expect(branches.reduce((sum, { content }) => sum + content.length, 0)).toBeLessThan(5_000_000);
    // Nothing of the mail itself is lost.
    expect(html).toBe('a line\n'.repeat(20_000));
  });

  it('has something to show whatever it is given', () => {
    const piece = fc.constantFrom(
      '<!--[if mso]>',
      '<!--[if !mso]><!-->',
      '<!--<![endif]-->',
      '<![endif]-->',
      '<![if (',
      ']>',
      '<!--',
      '-->',
      '<style>',
      '@media',
      '{',
      '}',
      'a',
      '\n',
      'mso-hide:all;',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
        const { html, branches } = inOutlook(pieces.join(''));
        expect(typeof html).toBe('string');
        for (const { line } of branches) expect(line).toBeGreaterThan(0);
      }),
    );
    expect(holdsInOutlook('!('.repeat(10_000))).toBeNull();
    expect(holdsInOutlook('!'.repeat(100_000))).toBeNull();
  });
});
