import fc from 'fast-check';
import { expect, it } from 'vitest';
import { besides, pageOf } from '../../../src/web/archive/list-pages.ts';

const lists = fc
  .array(fc.array(fc.nat(), { maxLength: 200 }), { maxLength: 8 })
  .map(all => all.map((lines, at) => ({ name: String(at), lines })));

it('pages hold every line once, in order and under its heading', () => {
  fc.assert(
    fc.property(lists, groups => {
      const { pages } = pageOf(groups, undefined);
      const seen = new Map<string, number[]>();
      for (let page = 1; page <= pages; page++) {
        const cut = pageOf(groups, String(page));
        expect(cut.page).toBe(page);
        expect(cut.groups.reduce((sum, { lines }) => sum + lines.length, 0)).toBeLessThanOrEqual(80);
        for (const { name, lines } of cut.groups) seen.set(name, [...(seen.get(name) ?? []), ...lines]);
      }
      expect([...seen]).toEqual(
        groups.filter(({ lines }) => lines.length > 0).map(({ name, lines }) => [name, lines]),
      );
    }),
  );
});

it('what is no page is the first, and what is beyond the end the last', () => {
  const groups = [{ name: 'a', lines: Array.from({ length: 161 }, (_, at) => at) }];
  for (const asked of [undefined, '', '0', '-1', '1.5', 'x', '1e3', '99999999']) {
    expect(pageOf(groups, asked).page).toBe(1);
  }
  expect(pageOf(groups, '4')).toMatchObject({ page: 3, pages: 3, groups: [{ lines: [160] }] });
});

it('leads to the pages beside it', () => {
  expect(besides({ page: 1, pages: 1 }, '/x')).toEqual({ earlier: '', later: '', place: '' });
  expect(besides({ page: 2, pages: 3 }, '/x')).toEqual({
    earlier: '/x',
    later: '/x?page=3',
    place: 'Page 2 of 3',
  });
});
