import { expect, test } from 'vitest';
import { escapeHtml, escapePlain } from '../../src/render/escape.ts';

const MERGE_TAGS = ['{{constructor}}', '*|EMAIL|*', '%recipient.name%'];

test('what a relay or a template would fill in stands as text, and shows as it is', () => {
  for (const tag of MERGE_TAGS) {
    expect(escapeHtml(tag)).not.toContain(tag);
    const shown = escapeHtml(tag).replace(/&#(\d+);/g, (_, code: string) =>
      String.fromCodePoint(Number(code)),
    );
    expect(shown).toBe(tag);
    expect(escapePlain(tag)).not.toContain(tag);
    expect(escapePlain(tag).replaceAll('\u2060', '')).toBe(tag);
  }
});

test('ordinary percent signs, stars and braces stay as they are', () => {
  const plain = '50 % of C*-algebras {a} over 100%';
  expect([escapeHtml(plain), escapePlain(plain)]).toEqual([plain, plain]);
});
