import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { createRenderer } from '../../src/render/renderer.ts';
import { cards, editionOf, linksOf, recipient, TEMPLATES } from './mail.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'templates-'));
  cpSync(TEMPLATES, folder, { recursive: true });
});

afterEach(() => rmSync(folder, { recursive: true }));

function edit(file: string, from: string, to: string): void {
  const path = join(folder, file);
  const source = readFileSync(path, 'utf8');
  expect(source).toContain(from);
  writeFileSync(path, source.replace(from, to));
}

async function complaint(): Promise<string> {
  const error = await createRenderer(folder).then(
    () => 'none',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

test('a mistake in the MJML is reported with file, line and column', async () => {
  edit('edition.mjml', '<mj-column>', '<mj-column colour="red">');
  expect(await complaint()).toMatch(
    /edition\.mjml:\d+:18: <mj-column>: Attribute colour is illegal: did you mean color\?$/,
  );
});

test('what MJML lets pass is a mistake, too, and all of them are told at once, in their order', async () => {
  edit('edition.mjml', '</h1>', '');
  edit('edition.mjml', '<mj-section padding="0">', '<mj-section padding="0 8">');
  edit('edition.mjml', '{{count}}', '{{cuont}}');
  edit('edition.txt.hbs', '{{count}}', '{{cuont}}');
  expect((await complaint()).split('\n')).toEqual([
    expect.stringMatching(/edition\.mjml:\d+:17: <mj-section>: Attribute padding has invalid value: 0 8 /),
    expect.stringMatching(/edition\.mjml:\d+:11: <h1> is never closed/),
    expect.stringMatching(
      /edition\.mjml:\d+:\d+: block head: there is no value cuont here: did you mean count\?/,
    ),
    expect.stringMatching(/edition\.txt\.hbs:\d+:\d+: block head: there is no value cuont here/),
  ]);
});

test('an element that is left open is one mistake, not one for each that follows', async () => {
  edit('edition.mjml', '<mj-column>', '<mj-column><mj-image src="https://example.org/a.png" alt="">');
  expect((await complaint()).split('\n')).toEqual([
    expect.stringMatching(/edition\.mjml:\d+:18: <mj-image> is never closed/),
  ]);
});

test('what the usual tools for mails put in compiles', async () => {
  edit(
    'edition.mjml',
    '<mj-column>',
    `<mj-column><mj-raw><!--[if !mso]><!--><p>1</p><!--<![endif]--></mj-raw>
     <mj-table><tr><td>1<td>2<tr><td>3<td>4</mj-table>
     <mj-text><ul><li>1<li>2</ul>{{#each contents as |topic|}}{{topic.name}}{{/each}}</mj-text>`,
  );
  await createRenderer(folder);
});

test('an element that nobody knows, and MJML that is none at all', async () => {
  edit('edition.mjml', '<mj-column>', '<mj-colunm>');
  edit('edition.mjml', '</mj-column>', '</mj-colunm>');
  expect(await complaint()).toMatch(/edition\.mjml:\d+:7: <mj-colunm>: .*did you mean mj-column\?/);
  for (const nothing of ['', 'hello', '<mjml></mjml>']) {
    writeFileSync(join(folder, 'edition.mjml'), nothing);
    expect(await complaint()).toMatch(/edition\.mjml/);
  }
});

test('a value nobody has, a helper nobody has, a block left open: each names its place and block', async () => {
  edit('edition.txt.hbs', '{{link}}', '{{lynk}}');
  expect(await complaint()).toMatch(/edition\.txt\.hbs:\d+:1: block card: .*lynk.*mean link/);
  edit('edition.txt.hbs', '{{lynk}}', '{{shout link}}');
  expect(await complaint()).toMatch(/edition\.txt\.hbs:\d+:1: block card: .*shout/);
  edit('edition.txt.hbs', '{{shout link}}', '{{#if link}}');
  expect(await complaint()).toMatch(/edition\.txt\.hbs:\d+:1: block card: {{#if link}} is never closed/);
});

test('a missing block and a missing file say what belongs there', async () => {
  edit('edition.mjml', '<!-- block: line -->', '');
  expect(await complaint()).toContain('look for "line"');
  rmSync(join(folder, 'edition.mjml'));
  expect(await complaint()).toContain('edition.mjml');
});

test('the document has one h1, an h2 per topic, an h3 per paper, and calls no other server', async () => {
  const edition = await editionOf([
    { title: 'A', url: 'https://example.org/a' },
    { title: 'B', url: null },
  ]);
  const line = { kind: 'topic' as const, key: 'Agents', papers: [{ num: 1, form: 'line' as const }] };
  const selection = cards([0]);
  selection.groups.push(line);
  const { html } = edition.render(recipient(), selection, linksOf(1));
  expect(html.match(/<h\d/g)).toEqual(['<h1', '<h2', '<h3', '<h2', '<h3']);
  expect(html).not.toMatch(/<img|<link|@import|url\(|<script/);
  expect(html).toMatch(/^<!doctype html><html lang="en" dir="ltr"/);
  expect(html).toContain('<!--[if mso');
  expect(html).toMatch(/href="#t2"[\s\S]*id="t2"/);
  expect(html).not.toMatch(/<table(?![^>]*role="presentation")/);
});

test('the plain part wraps its words and keeps its links whole', async () => {
  const edition = await editionOf([
    {
      title: 'word '.repeat(60),
      abstract: `We propose ${'many words '.repeat(80)}.`,
      url: `https://example.org/${'y'.repeat(150)}`,
    },
  ]);
  const { text } = edition.render(recipient(), cards([0]), linksOf(1));
  for (const line of text.split('\n'))
    if (!line.includes('https://')) expect(line.length).toBeLessThanOrEqual(72);
  expect(text).toContain(`\nhttps://example.org/${'y'.repeat(150)}\n`);
  expect(text).not.toMatch(/\n{4}|[ \t]\n/);
});
