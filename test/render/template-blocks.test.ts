import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MistakeError } from '../../src/mistake.ts';
import { BLOCKS, checkBlocks, checkWhole } from '../../src/render/template-blocks.ts';

const VIEW = {
  title: 'T',
  link: 'L',
  count: 3,
  papers: [{ title: 'P', authors: ['A'] }],
  again: { more: 'M' },
};

/** What is wrong with a template that is one block, `line:column: message`. */
async function found(source: string): Promise<string[]> {
  return mistakesOf(checkWhole(source, 'mail.hbs', VIEW));
}

async function mistakesOf(check: Promise<void>): Promise<string[]> {
  const error: unknown = await check.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error === null) return [];
  if (!(error instanceof MistakeError)) throw error;
  return error.mistakes.map(({ line, column, message }) => `${line}:${column}: ${message}`);
}

describe('tags', () => {
  test.each([
    '{{title}} {{{title}}} {{~title~}} {{again.more}} {{this.title}} {{count}}',
    '{{#if title}}{{link}}{{else if link}}{{title}}{{else}}{{count}}{{/if}}',
    '{{#each papers}}{{title}} {{@index}} {{../title}} {{#each authors}}{{this}} {{../title}} {{../../link}}{{/each}}{{else}}{{title}}{{/each}}',
    '{{#with again}}{{more}}{{/with}} {{#papers}}{{authors}}{{/papers}} {{lookup papers 0}}',
    '{{#each papers as |paper index|}}{{paper.title}} {{index}} {{title}} {{#each paper.authors as |name|}}{{name}}{{paper.title}}{{/each}}{{/each}}',
    '{{#if (lookup papers 0)}}{{@root.title}}{{/if}}{{#with again as |a|}}{{a.more}}{{/with}}',
    '{{! a note }}{{!-- {{nothing}} --}} { } }} {{#unless\n  title}}1{{/unless}} {{papers.length}}',
  ])('fine: %s', async source => {
    expect(await found(source)).toEqual([]);
  });

  test.each([
    ['a\n {{tilte}}', '2:2: there is no value tilte here: did you mean title?'],
    ['{{#if title}}1{{else}}{{lnk}}{{/if}}', '1:23: there is no value lnk here: did you mean link?'],
    [
      '{{#each papers}}{{link}}{{/each}}',
      '1:17: there is no value link here: expected one of title, authors',
    ],
    [
      '{{#each papers}}{{#each authors}}{{name}}{{/each}}{{/each}}',
      '1:34: there is no value name here: expected {{this}}',
    ],
    ['{{#each papers}}{{../titel}}{{/each}}', '1:17: there is no value ../titel here: did you mean title?'],
    ['{{../title}}', '1:1: ../title leads out of what the mail is given'],
    ['{{again.less}}', '1:1: there is no value again.less here'],
    [
      '{{#each papers as |one|}}{{one.titel}}{{/each}}',
      '1:26: there is no value one.titel here: did you mean title?',
    ],
    ['{{#each papers as |link|}}{{this.link}}{{/each}}', '1:27: there is no value this.link here'],
    ['{{@root.titel}}', '1:1: there is no value @root.titel here: did you mean title?'],
    ['{{#if (eq title 1)}}1{{/if}}', '1:1: there is no helper eq'],
    ['{{#if title link}}1{{/if}}', '1:1: {{#if}} takes one name: expected {{#if title}}'],
    ['1\n2 {{!-- a note', '2:3: {{!-- a note is never closed: expected --}}'],
    ['{{@number}}', '1:1: there is no @number: expected one of @root'],
    ['{{#iff title}}1{{/iff}}', '1:1: there is no helper iff: did you mean if?'],
    ['{{shout title}}', '1:1: there is no helper shout'],
    ['{{#if}}1{{/if}}', '1:1: {{#if}} of what?'],
    ['{{> card}}', '1:1: a mail has no partials'],
    ['{{#if title}}\n1', '1:1: {{#if title}} is never closed: put {{/if}} where it ends'],
    ['1{{/if}}', '1:2: {{/if}} closes nothing: no {{#if}} is open here'],
    ['{{#if title}}1{{/fi}}', '1:15: {{/fi}} closes nothing: no {{#fi}} is open here; did you mean {{/if}}?'],
    ['{{#each papers}}{{#if title}}1{{/each}}', '1:17: {{#if title}} is never closed'],
    ['{{else}}', '1:1: {{else}} stands in no {{#if}}'],
    ['a\nb {{title\nc {{link}}', '2:3: {{title is never closed: expected }}'],
    ['{{title!}}', '1:1: {{title!}} cannot be read: expected a name as in {{title}}'],
    ['{{}}', '1:1: {{}} cannot be read'],
    ['{{title}', '1:1: {{title} is never closed'],
  ])('%s', async (source, message) => {
    expect((await found(source))[0]?.slice(0, message.length)).toBe(message);
  });

  test('all of them are told at once', async () => {
    expect(await found('{{a1}}\n{{#if b1}}{{c1}}{{/if}}\n{{d1}}')).toHaveLength(4);
    expect(await found('{{#if title}}\n{{/each}}\n{{!}}{{()}}')).toHaveLength(3);
  });

  test('whatever is typed is fine, or a mistake in its place', async () => {
    const pieces = fc.constantFrom(
      ...[
        '{{',
        '}}',
        '{{{',
        '}}}',
        '{{#if title}}',
        '{{/if}}',
        '{{else}}',
        '{{#each papers}}',
        '{{/each}}',
        '{{title}}',
        '{{nobody}}',
      ],
      ...[
        '~',
        '#',
        '/',
        '!',
        '>',
        '&',
        '^',
        '@',
        '..',
        '/',
        ' ',
        '\n',
        'a',
        '"',
        '(',
        ')',
        '|',
        '\\',
        '[',
        ']',
        'if',
        'title',
      ],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 14 }), async parts => {
        const source = parts.join('');
        const lines = source.split('\n');
        for (const mistake of await found(source)) {
          const [line, column] = mistake.split(':').map(Number);
          if (Number.isNaN(line)) continue;
          expect(lines[(line ?? 0) - 1], mistake).toBeDefined();
          if (column) expect(column).toBeLessThanOrEqual((lines[(line ?? 0) - 1]?.length ?? 0) + 1);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('blocks', () => {
  const views = {
    head: VIEW,
    group: VIEW,
    card: VIEW,
    line: VIEW,
    more: VIEW,
    again: VIEW,
    updates: VIEW,
    tail: VIEW,
  };
  const check = (source: string) => mistakesOf(checkBlocks(source, 'mail.hbs', views));
  const whole = BLOCKS.map(name =>
    name === 'head' ? 'head {{title}}\n' : `<!-- block: ${name} -->\n{{title}}\n`,
  ).join('');

  test('all there, each once, is fine', async () => {
    expect(await check(whole)).toEqual([]);
  });

  test.each([
    [
      '<!-- block: line -->\n',
      '',
      /^\d+:\d+: the blocks must be head, .*look for "line".*belongs before this one$/,
    ],
    ['<!-- block: tail -->\n', '', /^null:null: .*look for "tail": it begins with <!-- block: tail -->$/],
    ['<!-- block: line -->', '<!-- block: lien -->', /look for "lien": did you mean line\?/],
    ['<!-- block: line -->', '<!-- block: card -->', /^6:1: .*look for "card"$/],
    [
      '<!-- block: more -->\n',
      '<!-- block: more -->\n{{nobody}}',
      /^9:1: block more: there is no value nobody/,
    ],
    [
      '<!-- block: more -->\n',
      '{{#if title}}<!-- block: more -->\n{{/if}}',
      /^8:1: block line: {{#if title}} is never closed/,
    ],
  ])('%j changed to %j', async (from, to, message) => {
    expect(whole).toContain(from);
    expect((await check(whole.replace(from, to)))[0]).toMatch(message);
  });
});
