import type { Rejected } from '../../../model/snapshot.ts';
import type { PartialDate } from '../../dates/partial-date.ts';
import { type Draft, newDraft } from '../format.ts';
import { parseAuthors, parseCount, parseDate } from '../hf-text/marks.ts';
import { uniqueCards } from '../hf-text/unique-cards.ts';
import { onSite, paperIn } from './address.ts';
import type { PageElement } from './page.ts';

/** Longer than a count, a date or a number of authors is. */
const LONGEST_MARK = 60;
/** White space between its elements comes on top. */
const LONGEST_SOURCE = 400;
/** What is shorter may be a summary by a machine. */
const SHORTEST_ABSTRACT = 400;

/** The cards of a page, each paper once: what there is where its data are not. `lineOf` turns offsets into lines. */
export function readPageCards(
  elements: readonly PageElement[],
  lineOf: (offset: number) => number,
): { drafts: Draft[]; rejected: Rejected[] } {
  const drafts: Draft[] = [];
  const rejected: Rejected[] = [];
  for (let at = 0; at < elements.length; at++) {
    const element = elements[at];
    if (element?.name !== 'article') continue;
    const { within } = element;
    // A card in a card is none.
    at += within.length;
    const links = within.filter(({ name, attributes }) => name === 'a' && paperIn(attributes.href) !== null);
    if (links.length === 0) continue;
    const heading = within.find(({ name }) => /^h[1-6]$/.test(name));
    const line = lineOf((heading ?? element).offset);
    if (heading === undefined || heading.text === '') {
      rejected.push({ line, reason: 'a card without a title' });
      continue;
    }
    const own = heading.within.find(({ attributes }) => paperIn(attributes.href) !== null) ?? links[0];
    const id = paperIn(own?.attributes.href);
    drafts.push(id === null ? newDraft(line, heading.text) : cardOf(line, heading.text, id, within));
  }
  return { drafts: uniqueCards(drafts), rejected };
}

function cardOf(line: number, title: string, id: string, within: readonly PageElement[]): Draft {
  const draft: Draft = {
    ...newDraft(line, title),
    url: `https://huggingface.co/papers/${id}`,
    arxiv: id,
    organisation: organisationIn(within),
    code: within.find(isRepository)?.attributes.href ?? null,
  };
  for (const element of within) {
    if (element.size >= SHORTEST_ABSTRACT && isAbstract(element, id)) {
      const { text } = element;
      if (text.length >= SHORTEST_ABSTRACT) draft.abstract = [text];
    }
    if (element.size > LONGEST_SOURCE) continue;
    const { attributes, text } = element;
    if (text === '' || text.length > LONGEST_MARK) continue;
    // The class is what tells votes from other numbers; a name stands in some of these, too.
    if (/\bleading-none\b/.test(attributes.class ?? '')) draft.upvotes ??= parseCount(text);
    if (attributes.href?.endsWith('#community')) draft.comments ??= parseCount(text);
    draft.authorCount ??= parseAuthors(text);
    draft.published ??= dateIn(text);
  }
  return draft;
}

function dateIn(text: string): PartialDate | null {
  const found = parseDate(text);
  return found && { year: found.year, month: found.month, day: found.day };
}

/** `<a href="/zju"><img alt="zju"> <span>Zhejiang University</span></a>` */
function organisationIn(within: readonly PageElement[]): string | null {
  for (const element of within) {
    if (element.name !== 'a') continue;
    const [, slug, ...more] = onSite(element.attributes.href)?.pathname.split('/') ?? [];
    if (!slug || more.length > 0) continue;
    const logo = element.within.find(each => each.name === 'img' && each.attributes.alt);
    if (logo) return element.text === '' ? (logo.attributes.alt ?? null) : element.text;
  }
  return null;
}

function isRepository({ name, attributes: { href = '' } }: PageElement): boolean {
  return name === 'a' && /^https:\/\/github\.com\/[^/]+\/[^/]+/.test(href);
}

/** A paragraph, or a link to the paper, that holds no other element to speak of, nor another one such. */
function isAbstract(element: PageElement, id: string): boolean {
  const { name, attributes } = element;
  if (name !== 'p' && !(name === 'a' && paperIn(attributes.href) === id)) return false;
  return element.within.every(
    inside => inside.name !== name && !/^(?:h[1-6]|div|ul|article)$/.test(inside.name),
  );
}
