import type { Confusion } from '../match/confusion.ts';
import type { Quality, TopicQuality } from '../match/evaluate.ts';

// How well matching does, as one picture: a bar for each topic, and the topics that are taken for each other.

type NameOf = (topic: string) => string;

const WIDTH = 860;
const MARGIN = 28;
const ROW = 24;
/** Where bars begin and how long one is that says 1. */
const BARS = { x: 262, width: 428 };
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
  const topics = quality.topics
    .filter(({ papers }) => papers > 0)
    .sort((a, b) => b.f1 - a.f1 || (a.topic < b.topic ? -1 : 1));
  const drawn = pairs.slice(0, PAIRS_DRAWN);
  const head = header(quality, topics.length);
  const bars = topics.map((topic, at) => topicRow(topic, nameOf, 150 + at * ROW));
  const below = 150 + topics.length * ROW + 48;
  const height = below + (drawn.length === 0 ? 0 : drawn.length * ROW + 36);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title about">
<title id="title">Quality of matching</title>
<desc id="about">${escaped(summary(quality))}</desc>
<style>${STYLE}
</style>
<rect class="paper" width="${WIDTH}" height="${height}"/>
${[...head, ...scale(topics.length), ...bars, ...(drawn.length === 0 ? [] : pairRows(drawn, nameOf, below))].join('\n')}
</svg>
`;
}

/** The same as a page. */
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
</style>
</head>
<body>
${qualityPicture(quality, pairs, nameOf)}</body>
</html>
`;
}

function summary({ papers, microF1, macroF1, map, ndcg10 }: Quality): string {
  const figures = { 'micro-F1': microF1, 'macro-F1': macroF1, MAP: map, 'nDCG@10': ndcg10 };
  const told = Object.entries(figures).map(([name, value]) => `${name} ${value.toFixed(3)}`);
  return `${papers} labelled papers · ${told.join(' · ')}`;
}

function header(quality: Quality, topics: number): string[] {
  const legend = (x: number, tone: string, what: string): string =>
    `<rect class="${tone}" x="${x}" y="91" width="12" height="12"/>${text(x + 18, 102, what)}`;
  return [
    text(MARGIN, 44, 'Quality of matching', 'title'),
    text(MARGIN, 68, summary(quality), 'quiet'),
    legend(BARS.x, 'first', 'F1: are decisions right'),
    legend(BARS.x + 180, 'second', 'average precision: is the order right'),
    text(MARGIN, 102, `${topics} topics, the best first`, 'quiet'),
    text(WIDTH - MARGIN, 102, 'papers', 'quiet end'),
  ];
}

function scale(topics: number): string[] {
  return [0, 0.25, 0.5, 0.75, 1].map(value => {
    const x = BARS.x + value * BARS.width;
    const label = `<text class="quiet" x="${x}" y="130" text-anchor="middle">${value}</text>`;
    return `<line class="line" x1="${x}" y1="138" x2="${x}" y2="${150 + topics * ROW}"/>${label}`;
  });
}

function topicRow({ topic, papers, f1, averagePrecision }: TopicQuality, nameOf: NameOf, y: number): string {
  return [
    text(BARS.x - 12, y + 15, shortened(nameOf(topic)), 'end'),
    bar('first', y + 4, f1),
    bar('second', y + 13, averagePrecision),
    text(BARS.x + BARS.width + 14, y + 15, `${f1.toFixed(2)}  ${averagePrecision.toFixed(2)}`, 'quiet'),
    text(WIDTH - MARGIN, y + 15, String(papers), 'end'),
  ].join('');
}

function bar(tone: string, y: number, value: number): string {
  return `<rect class="${tone}" x="${BARS.x}" y="${y}" width="${(value * BARS.width).toFixed(1)}" height="7"/>`;
}

function pairRows(pairs: readonly Confusion[], nameOf: NameOf, y: number): string[] {
  const most = Math.max(...pairs.map(({ papers }) => papers));
  return [
    text(MARGIN, y, 'Decided wrongly, where another topic was right', 'heading'),
    ...pairs.map(({ decided, right, papers }, at) => {
      const top = y + 14 + at * ROW;
      const length = ((papers / most) * 180).toFixed(1);
      return [
        text(MARGIN, top + 15, `${shortened(nameOf(decided))}, right: ${shortened(nameOf(right))}`),
        `<rect class="first" x="570" y="${top + 5}" width="${length}" height="12"/>`,
        text(WIDTH - MARGIN, top + 15, String(papers), 'end'),
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
