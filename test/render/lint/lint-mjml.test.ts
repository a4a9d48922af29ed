import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lintMjml } from '../../../src/render/lint/lint-mjml.ts';
import { TEMPLATES } from '../mail.ts';

/** A mail whose text, or head, is this. */
function mail(text: string, head = ''): string {
  return `<mjml><mj-head>${head}</mj-head><mj-body><mj-section><mj-column><mj-text>${text}</mj-text></mj-column></mj-section></mj-body></mjml>`;
}

/** What is found, with the text from each place on as it is written. */
function found(source: string): string[] {
  const lines = source.split('\n');
  return lintMjml(source, 'mail.mjml').map(({ line, column, message }) => {
    const rest = lines[(line ?? 0) - 1]?.slice((column ?? 0) - 1) ?? '';
    return `${rest.slice(0, 6)}| ${message}`;
  });
}

const sources = ['edition.mjml', 'letter.mjml'].map(name => readFileSync(`${TEMPLATES}${name}`, 'utf8'));

test('our own templates are fine as they are', () => {
  for (const source of sources) expect(found(source)).toEqual([]);
});

describe('tags', () => {
  test.each([
    ['a <b>b', '<b>b</| <b> is never closed: expected </b> before </mj-text>'],
    ['a</b> c', '</b> c| </b> closes nothing: no <b> is open here'],
    ['<b>1<i>2</b>3</i>', '<i>2</| <i> is never closed: expected </i> before </b>'],
    ['<h1>1</h2>', '</h2><| </h2> stands where <h1> has to be closed: write </h1>'],
    ['<p>1<div>2</div></p>', '<div>2| <div> ends the <p> it stands in: close that first, or make it a <div>'],
    [
      '<a href="x">1<a href="y">2</a></a>',
      '<a hre| a link cannot stand in a link: close the first <a> before',
    ],
    ['1<br>2</br>', '</br><| </br> closes nothing: write <br>'],
    ['<div/>', '<div/>| <div/> does not close itself in HTML: write <div></div>'],
    ['<sapn>1</span>', '<sapn>| there is no <sapn> in HTML: did you mean <span>?'],
    ['1 < 2', '< 2</m| a < that begins no tag: write &lt;'],
    ['<b<i>1</i></b>', '<b<i>1| <b is never closed: expected > at the end of the tag'],
    ['<b>1</b<i>2</i>', '</b<i>| </b is never closed: expected </b>'],
    ['1 <!-- 2', '<!-- 2| this comment is never closed: expected --> where it ends'],
    ['1<mj-text>2</mj-text>', '<mj-te| <mj-text> is never closed: expected </mj-text> before this <mj-text>'],
    ['{{#if a}}<b>1{{/if}}2', '<b>1{{| <b> is never closed: expected </b> before </mj-text>'],
  ])('%s', (text, message) => {
    expect(found(mail(text)).map(one => one.slice(0, message.length))).toEqual([message]);
  });

  test.each([
    '{{#if a}}<b>{{else}}<b class="x">{{/if}}1</b>',
    '{{#if a}}<a href="{{a}}">{{/if}}1{{#if a}}</a>{{/if}}',
    '{{#if a}}</i>{{/if}}'.replace('</i>', '<i>1</i>'),
    '{{#each a}}<p>1</p>{{else}}<p>2</p>{{/each}}',
    '{{#if a}}1</b>{{else}}2</b>{{/if}}'.replace(/^/, '<b>'),
  ])('branches are alternatives: %s', text => {
    expect(found(mail(text))).toEqual([]);
  });

  test.each([
    '<ul><li>1<ul><li>2</ul><li>3</ul><dl><dt>4<dd>5<dt>6<dd>7</dl>',
    '<table><thead><tr><th>1<th>2<tbody><tr><td>3<td>4<tr><td>5</table>',
    '<svg viewBox="0 0 9 9"><g transform="scale(2)"><path d="M0 0" stroke-width="2"/></g><text text-anchor="end">1</text></svg>',
    '<!--[if !mso]><!--><p>1</p><!--<![endif]-->2<!--[if !mso]><!-- --><p>3</p><!-- <![endif]-->',
    '<a title="1 < 2" href="https://example.org">3</a>',
  ])('fine: %s', text => {
    expect(found(mail(text))).toEqual([]);
  });

  test.each([
    '<ul><li><b>1<li>2</ul>',
    '<table><tr><td><b>1</table>',
    '<svg><path/></svg><sapn>1</sapn>',
    '<ul><li>1</mj-text>',
  ])('what need not be closed hides nothing else: %s', text => {
    expect(found(mail(text))).not.toEqual([]);
  });

  test('what MJML stumbles over, or makes something else of', () => {
    const placed = (inner: string) => found(mail('1').replace('<mj-text>', `${inner}<mj-text>`));
    expect(placed('<mj-style>p { color: red; }</mj-style>')).toEqual([
      '<mj-st| <mj-style> has no place in <mj-body>: put it into <mj-head>',
    ]);
    expect(placed('<mj-preview>1</mj-preview>')[0]).toContain('has no place in <mj-body>');
    expect(found(mail('1', '<mj-style inline="inline">p { color: red; }</mj-style>'))[0]).toContain(
      'breaks what is filled in',
    );
    expect(found(mail('1', '<mj-html-attributes></mj-html-attributes>'))[0]).toContain(
      'breaks what is filled in',
    );
    // MJML says that there is none.
    expect(placed('<mj-txt>1</mj-txt>')).toEqual([]);
  });

  test('a tag of MJML that is left open, in its place', () => {
    expect(found('<mjml><mj-body>\n  <mj-section></mj-body></mjml>')).toEqual([
      '<mj-se| <mj-section> is never closed: expected </mj-section> before </mj-body>',
    ]);
    expect(found('<mjml><mj-body></mj-section></mj-body></mjml>')[0]).toMatch(/^<\/mj-s\| .*closes nothing/);
    expect(found('<mjml>\n<mj-body>')).toHaveLength(2);
  });

  test('what one mj-raw opens, another one may close', () => {
    const raw = (text: string) => `<mj-raw>${text}</mj-raw>`;
    const body = (inner: string) => `<mjml><mj-body>${inner}</mj-body></mjml>`;
    const section = '<mj-section></mj-section>';
    expect(found(body(raw('<div>') + section + raw('</div>')))).toEqual([]);
    expect(found(body(raw('<div>') + section))[0]).toContain('<div> is never closed');
    expect(found(body(raw('{{#if a}}') + section + raw('{{/if}}')))).toEqual([]);
  });

  test('what MJML drops', () => {
    const dropped = (inner: string) => found(`<mjml><mj-body>${inner}</mj-body></mjml>`);
    expect(dropped('{{> head}}')).toEqual([
      '{{> he| MJML drops what stands directly in <mj-body>: put it into <mj-text> or <mj-raw>',
    ]);
    expect(dropped('<mj-section>words</mj-section>')[0]).toContain('directly in <mj-section>');
    expect(dropped('{{! a note }}{{theme.day.ink}}')).toEqual([]);
    expect(dropped('<mj-include path="./part.mjml" />')[0]).toContain('is not followed');
    expect(found('<mjml></mjml> words')[0]).toContain('outside of <mjml>');
  });
});

describe('attributes', () => {
  test.each([
    ['<p dir=auto>1</p>', 'dir=au| dir needs quotes around its value: dir="auto"'],
    ['<p dir="auto" DIR="rtl">1</p>', 'DIR="r| DIR stands in this tag twice: the second is lost'],
    ['<p dir="auto style="margin:0">1</p>', '"auto | the quote of dir is never closed'],
    ['<p dir="auto>1</p>', '"auto>| the quote of dir is never closed'],
    ['<p dir="auto" "x">1</p>', '"x">1<| " has no place in a tag: expected name="value"'],
    ['<a herf="x">1</a>', 'herf="| there is no attribute herf in HTML: did you mean href?'],
    ['<img src="http://a/b.png">', 'http:/| mail programs block what comes without encryption: write https:'],
    ['<a href="#">1</a>', '#">1</| this link leads nowhere: expected an address'],
    ['<a href="#end">1</a>', '#end">| no element has id="end": this link leads nowhere'],
    [
      '<p id="a">1</p><p id="a">2</p><a href="#a">3</a>',
      'a">2</| id="a" is there twice: a link finds the first alone',
    ],
    ['<a href="?a=1&b=2">1</a>', '&b=2">| a & that begins no entity: write &amp;'],
    ['this & that', '& that| a & that begins no entity: write &amp;'],
    ['1&nbps;2', '&nbps;| &nbps; is no entity that all mail programs know: did you mean &nbsp;'],
  ])('%s', (text, message) => {
    const [first, ...others] = found(mail(text));
    expect(first?.slice(0, message.length)).toBe(message);
    expect(others.filter(one => !one.includes('has no place in a tag'))).toEqual([]);
  });

  test.each([
    '<p{{#if a}} class="x"{{else}} class="y"{{/if}} dir="auto">1</p>',
    '{{#if a}}<p id="a">1</p>{{else}}<p id="a">2</p>{{/if}}',
    '<a href="#t1">1</a><h2 id="{{anchor}}">2</h2>',
    '<a href="#{{anchor}}">1</a><h2 id="{{anchor}}">2</h2>',
    '<a href="http://example.org/?a=1&amp;b=2#c">1</a>',
    '<td data-x="1" aria-hidden="true" align="center" bgcolor="#ffffff" valign="top" xml:lang="de">1</td>',
    '&amp; &#8217; &#x2019; &mdash; &frac12;',
  ])('fine: %s', text => {
    expect(found(mail(text))).toEqual([]);
  });

  test('of classes of MJML and of what stands for all elements', () => {
    const head = (inner: string) => mail('1', `<mj-attributes>${inner}</mj-attributes>`);
    expect(found(head('<mj-all colour="red" />'))).toEqual([
      'colour| no element of MJML has an attribute colour: did you mean color?',
    ]);
    expect(found(head('<mj-class name="quiet" font-size="14" />'))).toEqual([
      '14" />| font-size cannot be 14: expected a unit, like 14px',
    ]);
    expect(found(head('<mj-class name="quiet" color="{{theme.day.quiet}}" padding="0 4px" />'))).toEqual([]);
    const quiet = '<mj-attributes><mj-class name="quiet" color="red" /></mj-attributes>';
    const used = (name: string) => mail('1', quiet).replace('<mj-text>', `<mj-text mj-class="${name}">`);
    expect(found(used('quite'))).toEqual(['quite"| no <mj-class> is named quite: did you mean quiet?']);
    expect(found(used('quiet'))).toEqual([]);
    expect(found(mail('1').replace('<mj-section>', '<mj-section border="1 solid red">'))[0]).toContain(
      'border cannot be 1 solid red: expected a unit',
    );
  });
});

describe('styles', () => {
  test.each([
    ['padding:8 0', '8 0">1| padding cannot be 8 0: expected a unit, like 8px'],
    ['colour:red', 'colour| there is no property colour in CSS: did you mean color?'],
    ['color:#12', '#12">1| color cannot be #12: expected a colour, like #8c2f20'],
    ['color:red margin:0', ':0">1<| this : has no place in a value: expected a ; before the next property'],
    ['display:inlin', 'inlin"| display cannot be inlin'],
    ['background:url(http://a/b.png)', 'url(ht| mail programs block what comes without encryption'],
    ['}', '}">1</| CSS cannot be read here'],
  ])('of an attribute: %s', (style, message) => {
    const all = found(mail(`<p style="${style}">1</p>`));
    expect(all.map(one => one.slice(0, message.length))).toEqual([message]);
  });

  test.each([
    ['h1 { font-size: 44 !important; }', '44 !im| font-size cannot be 44: expected a unit, like 44px'],
    ['@media (max-width: 480px) { h1 { color: red; }', '{ h1 {| this { is never closed: expected a }'],
    ['h1 { color: red; } }', '}</mj-| this } closes nothing'],
    ['@medai print { h1 { color: red; } }', '@medai| there is no @medai in CSS'],
    ['h1 { colour: red; }', 'colour| there is no property colour in CSS: did you mean color?'],
  ])('of a style sheet: %s', (css, message) => {
    const all = found(mail('1', `<mj-style>${css}</mj-style>`));
    expect(all.map(one => one.slice(0, message.length))).toEqual([message]);
  });

  test('what mails have to do for mail programs is no mistake', () => {
    const sheet = `#outlook a { padding: 0; } :root { color-scheme: light dark; supported-color-schemes: light dark; }
      u + .body .gmail { display: none !important; } [data-ogsc] .x { color: #ffffff !important; }
      @media only screen and (min-width: 480px) { .x { *display: inline; mso-line-height-rule: exactly; } }
      @media (prefers-color-scheme: dark) { .x { background-color: {{theme.night.paper}} !important; width: calc(100% - 2px) } }
      @font-face { font-family: X; src: url(https://example.org/x.woff2) format("woff2"); font-display: swap; }
      .y { padding: 0 {{theme.space.side}}; -webkit-text-size-adjust: 100%; }`;
    const text = `<!--[if mso]><table><tr><td width="600"><![endif]-->
      <img src="https://example.org/a.png" alt="" width="20" style="display:block;border:0;outline:none;-ms-interpolation-mode:bicubic;">
      <table role="presentation" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;mso-table-lspace:0pt;"><tr><td
        nowrap style="font-family:&quot;Segoe UI&quot;,Arial;line-height:0;zoom:1;font-size:{{#if a}}28{{else}}21{{/if}}px;color:rgb(0 0 0 / 50%);
        font:14px/1.6 {{theme.fonts.small}};background:#fff url(https://example.org/b.png) no-repeat center/cover;{{#if a}}margin:0;{{/if}}">1</td></tr></table>
      <!--[if mso]></td></tr></table><![endif]-->`;
    expect(found(mail(text, `<mj-style>${sheet}</mj-style>`))).toEqual([]);
  });
});

test('whatever is typed: nothing is thrown, and each place is in the file', () => {
  const pieces = fc.constantFrom(
    ...[
      '<',
      '>',
      '</',
      '/>',
      '"',
      "'",
      '=',
      '{{',
      '}}',
      '{{#if a}}',
      '{{else}}',
      '{{/if}}',
      '<!--',
      '-->',
      '&',
      '&amp;',
      '\n',
      ' ',
      '<?',
      '<!',
    ],
    ...[
      '<mjml>',
      '</mjml>',
      '<mj-text',
      '<mj-raw>',
      '</mj-raw>',
      '<mj-style>',
      '</mj-style>',
      '<p',
      ' style="',
      'color',
      ':',
      ';',
      '{',
      '}',
      'a',
      '#',
      '@media',
      '<br>',
      '\\',
    ],
  );
  const typed = fc.oneof(
    fc.array(pieces, { maxLength: 40 }).map(parts => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 60 }),
    // Our own, with a piece cut out or put in.
    fc
      .tuple(fc.constantFrom(...sources.slice(1)), fc.nat(7_000), fc.nat(40), pieces)
      .map(([source, at, length, piece]) => source.slice(0, at) + piece + source.slice(at + length)),
  );
  fc.assert(
    fc.property(typed, source => {
      const lines = source.split('\n');
      for (const { line, column, message } of lintMjml(source, 'mail.mjml')) {
        const text = lines[(line ?? 0) - 1];
        expect(text, message).toBeDefined();
        expect(column, message).toBeGreaterThanOrEqual(1);
        expect(column, message).toBeLessThanOrEqual((text?.length ?? 0) + 1);
      }
    }),
    { numRuns: 120 },
  );
});
