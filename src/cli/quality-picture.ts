import type { Confusion } from '../match/confusion.ts';
import type { Quality, TopicQuality } from '../match/evaluate.ts';

// How well matching does, as one picture: a bar for each topic, and the topics that are taken for each other.

type NameOf = (topic: string) => string;

const MARGIN = 28;

/** Where things stand in a drawing of a width. */
interface Layout {
  name: string;
  width: number;
  /** Bars begin here, and one is as long that says 1. */
  bars: { x: number; width: number };
  /** Names stand above their bars instead of before them. */
  above: boolean;
  /** Where the first topic begins, and how high each is, and each pair. */
  top: number;
  row: number;
  pair: number;
}

const WIDE: Layout = {
  name: 'wide',
  width: 860,
  bars: { x: 262, width: 428 },
  above: false,
  top: 150,
  row: 24,
  pair: 24,
};
const NARROW: Layout = {
  name: 'narrow',
  width: 390,
  bars: { x: MARGIN, width: 216 },
  above: true,
  top: 232,
  row: 44,
  pair: 58,
};
const PAIRS_DRAWN = 12;
const LONGEST_NAME = 31;

const STYLE = `
  svg { color-scheme: light dark; --paper: #fffdf8; --ink: #1f1d1a; --quiet: #625c52; --line: #ddd6c8; --first: #8a2b2b; --second: #c9b79c; }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #181715; --ink: #ece7dd; --quiet: #a9a296; --line: #3a3732; --first: #e08a7d; --second: #6b6150; }
  }
  text { font: 13px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; fill: var(--ink); }
  .title { font: bold 24px Georgia, 'Times New Roman', serif; }
  .heading { font: bold 16px Georgia, 'Times New Roman', serif; }
  .quiet { fill: var(--quiet); }
  .end { text-anchor: end; }
  .paper { fill: var(--paper); }
  .line { stroke: var(--line); }
  .first { fill: var(--first); }
  .second { fill: var(--second); }`;

/** An SVG that needs nothing else, in light and dark as its viewer has it. Whatever stands in a name is text. */
export function qualityPicture(quality: Quality, pairs: readonly Confusion[], nameOf: NameOf): string {
  return drawn(WIDE, quality, pairs, nameOf);
}

/** The same as a page, drawn once more for phones: there the wide one would be too small to read. */
export function qualityPage(quality: Quality, pairs: readonly Confusion[], nameOf: NameOf): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Quality of matching</title>
<style>
  body { margin: 0; background: #fffdf8; }
  @media (prefers-color-scheme: dark) { body { background: #181715; } }
  svg { display: block; margin: 0 auto; max-width: 100%; height: auto; }
  .narrow { display: none; }
  @media (max-width: 719px) { .wide { display: none; } .narrow { display: block; } }
</style>
</head>
<body>
${drawn(WIDE, quality, pairs, nameOf)}${drawn(NARROW, quality, pairs, nameOf)}</body>
</html>
`;
}

function drawn(layout: Layout, quality: Quality, pairs: readonly Confusion[], nameOf: NameOf): string {
  const { name, width, top, row, pair } = layout;
  const topics = quality.topics
    .filter(({ papers }) => papers > 0)
    .sort((a, b) => b.f1 - a.f1 || (a.topic < b.topic ? -1 : 1));
  const told = pairs.slice(0, PAIRS_DRAWN);
  const bars = topics.map((topic, at) => topicRow(layout, topic, nameOf, top + at * row));
  const below = top + topics.length * row + 48;
  const height = below + (told.length === 0 ? 0 : told.length * pair + 36);
  const parts = [
    ...header(layout, quality, topics.length),
    ...scale(layout, topics.length),
    ...bars,
    ...(told.length === 0 ? [] : pairRows(layout, told, nameOf, below)),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" class="${name}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${name}-title ${name}-about">
<title id="${name}-title">Quality of matching</title>
<desc id="${name}-about">${escaped(summary(quality).join(' · '))}</desc>
<style>${STYLE}
</style>
<rect class="paper" width="${width}" height="${height}"/>
${parts.join('\n')}
</svg>
`;
}

function summary({ papers, microF1, macroF1, map, ndcg10 }: Quality): string[] {
  const told = (name: string, value: number): string => `${name} ${value.toFixed(3)}`;
  return [
    `${papers} labelled papers`,
    `${told('micro-F1', microF1)} · ${told('macro-F1', macroF1)}`,
    `${told('MAP', map)} · ${told('nDCG@10', ndcg10)}`,
  ];
}

function header({ width, bars, above, top }: Layout, quality: Quality, topics: number): string[] {
  const legend = (x: number, y: number, tone: string, what: string): string =>
    `<rect class="${tone}" x="${x}" y="${y - 11}" width="12" height="12"/>${text(x + 18, y, what)}`;
  const lines = above ? summary(quality) : [summary(quality).join(' · ')];
  const y = top - 48;
  return [
    text(MARGIN, 44, 'Quality of matching', 'title'),
    ...lines.map((line, at) => text(MARGIN, 68 + at * 18, line, 'quiet')),
    legend(bars.x, above ? y - 48 : y, 'first', 'F1: are decisions right'),
    legend(
      above ? bars.x : bars.x + 180,
      above ? y - 26 : y,
      'second',
      'average precision: is the order right',
    ),
    text(MARGIN, y, `${topics} topics, the best first`, 'quiet'),
    text(width - MARGIN, y, 'papers', 'quiet end'),
  ];
}

function scale({ bars, top, row }: Layout, topics: number): string[] {
  return [0, 0.25, 0.5, 0.75, 1].map(value => {
    const x = bars.x + value * bars.width;
    const label = `<text class="quiet" x="${x}" y="${top - 20}" text-anchor="middle">${value}</text>`;
    return `<line class="line" x1="${x}" y1="${top - 12}" x2="${x}" y2="${top + topics * row}"/>${label}`;
  });
}

function topicRow(
  layout: Layout,
  { topic, papers, f1, averagePrecision }: TopicQuality,
  nameOf: NameOf,
  y: number,
) {
  const { width, bars, above } = layout;
  const name = shortened(nameOf(topic));
  const top = above ? y + 18 : y;
  const bar = (tone: string, at: number, value: number): string =>
    `<rect class="${tone}" x="${bars.x}" y="${at}" width="${(value * bars.width).toFixed(1)}" height="7"/>`;
  return [
    above ? text(bars.x, y + 15, name) : text(bars.x - 12, y + 15, name, 'end'),
    bar('first', top + 4, f1),
    bar('second', top + 13, averagePrecision),
    text(bars.x + bars.width + 14, top + 15, `${f1.toFixed(2)}  ${averagePrecision.toFixed(2)}`, 'quiet'),
    text(width - MARGIN, top + 15, String(papers), 'end'),
  ].join('');
}

function pairRows(layout: Layout, pairs: readonly Confusion[], nameOf: NameOf, y: number): string[] {
  const { width, above, pair } = layout;
  const most = Math.max(...pairs.map(({ papers }) => papers));
  const heading = above ? 'Wrong, where another was right' : 'Decided wrongly, where another topic was right';
  return [
    text(MARGIN, y, heading, 'heading'),
    ...pairs.map(({ decided, right, papers }, at) => {
      const top = y + 14 + at * pair;
      const [wrong, meant] = [shortened(nameOf(decided)), `right: ${shortened(nameOf(right))}`];
      const names = above
        ? text(MARGIN, top + 15, wrong) + text(MARGIN, top + 32, meant, 'quiet')
        : text(MARGIN, top + 15, `${wrong}, ${meant}`);
      const [x, bar] = above ? [MARGIN, top + 38] : [570, top + 5];
      const length = ((papers / most) * 180).toFixed(1);
      return [
        names,
        `<rect class="first" x="${x}" y="${bar}" width="${length}" height="${above ? 8 : 12}"/>`,
        text(width - MARGIN, above ? top + 46 : top + 15, String(papers), 'end'),
      ].join('');
    }),
  ];
}

function text(x: number, y: number, what: string, tone = ''): string {
  return `<text${tone === '' ? '' : ` class="${tone}"`} x="${x}" y="${y}">${escaped(what)}</text>`;
}

function shortened(name: string): string {
  const letters = [...name];
  return letters.length <= LONGEST_NAME ? name : `${letters.slice(0, LONGEST_NAME - 1).join('')}…`;
}

function escaped(what: string): string {
  const safe = what.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, ' ');
  return safe.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
