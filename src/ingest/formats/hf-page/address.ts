import { type CalendarDate, isCalendarDate } from '../../../model/date.ts';
import type { PageElement } from './page.ts';

const SITE = 'https://huggingface.co';

/** An address in a page of Hugging Face as a whole one; null for one that leads elsewhere. Saved pages have them whole. */
export function onSite(href: string | undefined): URL | null {
  if (href === undefined || href.length > 2000 || !URL.canParse(href, SITE)) return null;
  const url = new URL(href, SITE);
  return /^(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.[a-z0-9.-]+)$/.test(url.hostname) ? url : null;
}

/** The id of the paper whose page an address is: `2609.26780`; null for any other address. */
export function paperIn(href: string | undefined): string | null {
  const [, folder, id, ...more] = onSite(href)?.pathname.split('/') ?? [];
  const isPaper = folder === 'papers' && id !== undefined && more.length === 0;
  return isPaper && /^[\w.-]*\d[\w.-]*$/.test(id) ? id : null;
}

/** `<!-- saved from url=(0047)https://huggingface.co/papers/date/2026-09-24 -->`, as browsers write it above what they save. */
const SAVED_FROM = /<!-- ?saved from url=(?:\(\d{1,6}\))?(\S{1,2000})/i;

/** The addresses that a page says it has, or was saved from. */
export function ownAddresses(html: string, elements: readonly PageElement[]): URL[] {
  const named = elements.flatMap(({ name, attributes }) => {
    if (name === 'meta' && attributes.property === 'og:url') return [attributes.content];
    return name === 'link' && attributes.rel === 'canonical' ? [attributes.href] : [];
  });
  return [...named, SAVED_FROM.exec(html.slice(0, 4000))?.[1]].flatMap(address => onSite(address) ?? []);
}

/** The day whose list an address asks for: `/papers/date/2026-09-24`, of old `/papers?date=2026-09-24`; null for another. */
export function dayIn(address: URL): CalendarDate | null {
  const asked = /^\/papers\/date\/([^/]+)/.exec(address.pathname)?.[1] ?? address.searchParams.get('date');
  return asked && isCalendarDate(asked) ? asked : null;
}
