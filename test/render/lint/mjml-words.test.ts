import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { ATTRIBUTES, ELEMENTS, HOLD_TEXT, TAKEN_AS_TEXT } from '../../../src/render/lint/mjml-words.ts';

interface Component {
  endingTag?: boolean;
  allowedAttributes?: Record<string, string>;
}

const ofHere = createRequire(import.meta.url);
const ofMjml = createRequire(ofHere.resolve('mjml'));
ofMjml('mjml');
const { components } = ofMjml('mjml-core') as { components: Record<string, Component> };
const kinds = Object.values(components).flatMap(({ allowedAttributes }) =>
  Object.entries(allowedAttributes ?? {}),
);

test('the lint knows the elements and attributes that MJML knows', () => {
  expect(Object.keys(components).length).toBeGreaterThan(25);
  expect(Object.keys(components).filter(name => !ELEMENTS.includes(name))).toEqual([]);
  expect([...new Set(kinds.map(([name]) => name))].filter(name => !(name in ATTRIBUTES))).toEqual([]);
  const texts = Object.entries(components).filter(
    ([name, { endingTag }]) => endingTag && name !== 'mj-breakpoint',
  );
  expect(texts.map(([name]) => name).filter(name => !HOLD_TEXT.includes(name))).toEqual([]);
});

test('it looks at the values that MJML takes as any text, and at no other', () => {
  for (const name of Object.keys(TAKEN_AS_TEXT)) {
    const own = kinds.filter(([known]) => known === name).map(([, kind]) => kind);
    expect(own.length, name).toBeGreaterThan(0);
    if (name !== 'background-repeat') expect(new Set(own), name).toEqual(new Set(['string']));
  }
});
