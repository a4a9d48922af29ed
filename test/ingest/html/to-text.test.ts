import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { htmlToLine, htmlToParagraphs } from '../../../src/ingest/html/to-text.ts';

describe('HTML as text', () => {
  const lines: [html: string, text: string][] = [
    ['Attention &amp; Memory: A <i>Survey</i>', 'Attention & Memory: A Survey'],
    ['&lt;b&gt;Twice&lt;/b&gt; escaped &amp;mdash; once', 'Twice escaped — once'],
    ['10<sup>9</sup> of H<sub>2</sub>O at 5&nbsp;&deg;C', '10⁹ of H₂O at 5 °C'],
    ['p < 0.05 and a<b and c>d, for T<T_c', 'p < 0.05 and a<b and c>d, for T<T_c'],
    ['R&D at AT&T &unknown; &#x3b1;&#945;&#150; &#0; &#xd800;', 'R&D at AT&T &unknown; αα– &#0; &#xd800;'],
    ['<img src=x onerror="alert(1)">A<svg onload=alert(1)>B</svg><!-- c -->', 'A'],
    ['a<script>alert("<b>")</script>b<STYLE>p{}</STYLE >c', 'abc'],
    ['<script>never closed', 'never closed'],
    ['<jats:p>One</jats:p> <mml:math><mml:mi>x</mml:mi></mml:math><custom-tag>y</custom-tag>', 'One xy'],
    ['<a title="1 > 0" href=x>link</a> <a href="broken>still</a>', 'link still'],
    ['<![CDATA[inside]]>', 'inside'],
  ];

  test.each(lines)('%s', (html, text) => {
    expect(htmlToLine(html)).toBe(text);
  });

  test('has paragraphs where blocks and double breaks are, not where lines end', () => {
    expect(htmlToParagraphs('<div><p>a<br>b<br><br>c</p><ul><li>d</ul>e\nf')).toEqual([
      'a b',
      'c',
      'd',
      'e f',
    ]);
  });

  test('leaves no tag of HTML, whatever the pieces are', () => {
    const piece = fc.constantFrom(
      ...[
        '<p>',
        '</p>',
        '<b',
        '<script>',
        '</script>',
        '<!--',
        '-->',
        '"',
        "'",
        '>',
        '<',
        '&lt;',
        '&gt;',
        '&amp;',
        'x',
        ' ',
        '<a href="x">',
        '<br/>',
        '<img src=',
        '<i>',
        '</i>',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
        const text = htmlToLine(pieces.join(''));
        expect(text).not.toMatch(/<(?:p|i|script|br\/)>.*<\/(?:p|i|script)>/);
      }),
      { numRuns: 200 },
    );
  });
});
