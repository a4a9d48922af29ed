import type { FeatureSupport, Support } from '../inspection.ts';
import { type Element, elementsOf, ownText } from '../style/cascade-elements.ts';
import { usesOfCss } from './support-css.ts';
import { AS_OF, CLIENTS, HTML_FEATURES } from './support-data.ts';
import { CSS_FEATURES } from './support-data-css.ts';
import { hasComment, usesOfElement } from './support-html.ts';

export interface Supported {
  /** Mail programs, in the order of the support of each feature. */
  clients: string[];
  /** The day that the data is of, `YYYY-MM-DD`. */
  asOf: string;
  /** What the mail uses; what fewest programs know comes first. */
  features: FeatureSupport[];
}

/**
 * The features of HTML and CSS that a mail uses, and which mail programs know them. What conditional comments
 * show to Outlook on Windows alone is not counted. Never throws.
 */
export async function supportIn(html: string): Promise<Supported> {
  const uses = await usesIn(html);
  const used = features().filter(feature => feature.uses.some(use => uses.has(use)));
  return {
    clients: [...CLIENTS],
    asOf: AS_OF,
    features: used.map(({ told }) => told).sort((a, b) => weakness(b) - weakness(a)),
  };
}

async function usesIn(html: string): Promise<Set<string>> {
  const [{ load }, css] = await Promise.all([import('cheerio'), import('css-tree')]);
  const $ = load(html);
  const uses = new Set<string>();
  const styles = new Set<string>();
  const add = (more: Iterable<string>): void => {
    for (const use of more) uses.add(use);
  };
  if (/^\s*<!doctype/i.test(html)) uses.add('doctype');
  if (hasComment($.root().contents().toArray())) uses.add('html-comment');
  for (const element of elementsOf($)) {
    add(usesOfElement(element));
    if (isSheet(element)) add(usesOfCss(css, ownText(element), 'stylesheet'));
    // Most elements of a mail share a few styles: each is read once.
    if (element.attribs.style !== undefined) styles.add(element.attribs.style);
  }
  for (const style of styles) add(usesOfCss(css, style, 'declarationList'));
  return uses;
}

function isSheet({ name, attribs }: Element): boolean {
  return name === 'style' && ['', 'text/css'].includes((attribs.type ?? '').toLowerCase());
}

interface Feature {
  uses: string[];
  told: FeatureSupport;
}

let known: Feature[] | undefined;

/** The shipped table, read when it is first asked for. */
function features(): Feature[] {
  known ??= `${HTML_FEATURES}${CSS_FEATURES}`
    .split('\n')
    .filter(line => line !== '')
    .map(featureOf);
  return known;
}

function featureOf(line: string): Feature {
  const [slug = '', feature = '', uses = '', levels = '', notes = ''] = line.split('|');
  const texts = notesByClient(notes);
  return {
    uses: uses.split(' '),
    told: {
      feature,
      url: `https://www.caniemail.com/features/${slug}/`,
      support: [...levels].map((letter, at) => ({ level: levelOf(letter), note: texts.get(at) ?? '' })),
    },
  };
}

/** `0,3=text~7=other text` */
function notesByClient(notes: string): Map<number, string> {
  const texts = new Map<number, string>();
  for (const note of notes.split('~')) {
    const [, clients = '', text = ''] = /^([\d,]+)=(.*)$/.exec(note) ?? [];
    for (const client of clients.split(',')) texts.set(Number(client), text);
  }
  return texts;
}

function levelOf(letter: string): Support {
  if (letter === 'y') return 'yes';
  if (letter === 'n') return 'no';
  return letter === 'a' ? 'partial' : 'unknown';
}

/** More for each program that does not know a feature, less for one that knows it in part. */
function weakness({ support }: FeatureSupport): number {
  return support.reduce((sum, { level }) => sum + (level === 'no' ? 100 : level === 'partial' ? 1 : 0), 0);
}
