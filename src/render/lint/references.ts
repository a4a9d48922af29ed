import { together } from './attributes.ts';
import { type Flaw, followBranch, type Token } from './markup.ts';

/** Attributes whose address a mail program loads by itself. */
const LOADED = [
  'src',
  'srcset',
  'background',
  'background-url',
  'poster',
  'thumbnails-src',
  'icon-wrapped-url',
  'icon-unwrapped-url',
];

interface Id {
  id: string;
  at: number;
  branch: string;
}

/** Ids that are there twice, links within the mail that lead nowhere, and what would be loaded without https. */
export function referenceFlaws(tokens: readonly Token[]): Flaw[] {
  const ids: Id[] = [];
  const anchors: { id: string; at: number }[] = [];
  const flaws: Flaw[] = [];
  const branch: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'handlebars') followBranch(token.inner, token.at, branch);
    if (token.kind !== 'open') continue;
    for (const { name, value, valueAt: at, branch: within } of token.attributes) {
      if (value === null) continue;
      const isId = name === 'id' || (name === 'name' && token.name === 'a');
      if (isId) ids.push({ id: value, at, branch: [...branch, within].filter(Boolean).join(' ') });
      if (name === 'href' && value.startsWith('#')) anchors.push({ id: value.slice(1), at });
      if ((LOADED.includes(name) || (name === 'href' && token.name === 'link')) && /^\s*http:/i.test(value))
        flaws.push({ at, message: 'mail programs block what comes without encryption: write https:' });
    }
  }
  // What is filled in later may be any id.
  const isOpen = ids.some(({ id }) => id.includes('{{'));
  const missing = anchors.filter(({ id }) => id === '' || (!isOpen && !ids.some(one => one.id === id)));
  const twice = ids.filter(
    ({ id, branch }, index) =>
      !id.includes('{{') && ids.slice(0, index).some(one => one.id === id && together(one.branch, branch)),
  );
  return [
    ...flaws,
    ...missing.map(({ id, at }) => ({
      at,
      message:
        id === ''
          ? 'this link leads nowhere: expected an address'
          : `no element has id="${id}": this link leads nowhere`,
    })),
    ...twice.map(({ id, at }) => ({
      at,
      message: `id="${id}" is there twice: a link finds the first alone`,
    })),
  ];
}
