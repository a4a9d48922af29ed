// Makes src/inspect/support/support-data.ts and support-data-css.ts of the public JSON of caniemail.com:
//   node .ci/caniemail.mjs caniemail.json       (https://www.caniemail.com/api/data.json)
// One line a feature: slug|name|what uses it|support by client|notes. What reads it is src/inspect/support/support.ts.
import fs from 'node:fs';

/** A client's name, and the platforms it stands for; of several the one that supports less counts. */
const CLIENTS = [
  ['Apple Mail (macOS)', ['apple-mail', 'macos']],
  ['Apple Mail (iOS)', ['apple-mail', 'ios']],
  ['Gmail (web)', ['gmail', 'desktop-webmail']],
  ['Gmail (iOS, Android)', ['gmail', 'ios', 'android']],
  ['Outlook (Windows)', ['outlook', 'windows']],
  ['Outlook.com', ['outlook', 'outlook-com']],
  ['Outlook (macOS)', ['outlook', 'macos']],
  ['Outlook (iOS, Android)', ['outlook', 'ios', 'android']],
  ['Yahoo Mail (web)', ['yahoo', 'desktop-webmail']],
  ['Thunderbird', ['thunderbird', 'macos', 'windows']],
  ['Samsung Email', ['samsung-email', 'android']],
  ['Proton Mail (web)', ['protonmail', 'desktop-webmail']],
];
const WORST = 'nauy';
const LONGEST_NOTE = 150;

/** Features that no mail is seen to use from its HTML. */
const LEFT_OUT = ['amp', 'bimi'];

const of = (kind, ...names) => names.map(name => `${kind}:${name}`);
const properties = (stem, ...ends) => of('property', stem, ...ends.map(end => `${stem}-${end}`));
const SIDES = ['top', 'right', 'bottom', 'left'];

/** What uses a feature, where its slug does not say so. */
const USES = {
  'css-animation': properties(
    'animation',
    'delay',
    'direction',
    'duration',
    'fill-mode',
    'iteration-count',
    'name',
    'play-state',
    'timing-function',
  ),
  'css-at-media': of('at', 'media'),
  'css-at-media-device-pixel-ratio': of('media', 'device-pixel-ratio'),
  'css-at-media-hover': of('media', 'hover', 'any-hover'),
  'css-border-image': properties('border-image', 'outset', 'repeat', 'slice', 'source', 'width'),
  'css-border-radius': of(
    'property',
    'border-radius',
    'border-top-left-radius',
    'border-top-right-radius',
    'border-bottom-right-radius',
    'border-bottom-left-radius',
  ),
  'css-comments': ['css-comment'],
  'css-conic-gradient': of('function', 'conic-gradient', 'repeating-conic-gradient'),
  'css-display': of(
    'value',
    'display:inline',
    'display:block',
    'display:inline-block',
    'display:table',
    'display:table-row',
    'display:table-cell',
    'display:list-item',
    'display:contents',
    'display:flow-root',
  ),
  'css-display-flex': of('value', 'display:flex', 'display:inline-flex'),
  'css-display-grid': of('value', 'display:grid', 'display:inline-grid'),
  'css-display-none': of('value', 'display:none'),
  'css-flex-direction': of('value', 'flex-direction:column', 'flex-direction:column-reverse'),
  'css-flex-wrap': of('value', 'flex-wrap:wrap', 'flex-wrap:wrap-reverse'),
  'css-gap': of('property', 'gap', 'column-gap', 'row-gap', 'grid-gap'),
  'css-important': ['important'],
  'css-inert-attribute': of('attribute', 'inert'),
  'css-inset': of(
    'property',
    'inset',
    'inset-block',
    'inset-block-start',
    'inset-block-end',
    'inset-inline',
    'inset-inline-start',
    'inset-inline-end',
  ),
  'css-intrinsic-size': of('word', 'fit-content', 'min-content', 'max-content'),
  'css-left-right-top-bottom': of('property', ...SIDES),
  'css-linear-gradient': of('function', 'linear-gradient', 'repeating-linear-gradient'),
  'css-margin': properties('margin', ...SIDES),
  'css-modern-color': of('function', 'lch', 'oklch', 'lab', 'oklab'),
  'css-nesting': ['nesting'],
  'css-outline': properties('outline', 'color', 'style', 'width'),
  'css-overflow': properties('overflow', 'x', 'y', 'block', 'inline'),
  'css-padding': properties('padding', ...SIDES),
  'css-radial-gradient': of('function', 'radial-gradient', 'repeating-radial-gradient'),
  'css-rgb': of('function', 'rgb'),
  'css-rgba': of('function', 'rgba'),
  'css-scroll-snap': properties('scroll-snap', 'align', 'stop', 'type'),
  'css-sytem-ui': of('word', 'system-ui', 'ui-serif', 'ui-sans-serif', 'ui-rounded', 'ui-monospace'),
  'css-text-emphasis': properties('text-emphasis', 'color', 'style'),
  'css-transition': properties('transition', 'delay', 'duration', 'property', 'timing-function'),
  'css-unit-calc': of('function', 'calc'),
  'css-unit-initial': of('word', 'initial'),
  'css-unit-percent': of('unit', '%'),
  'css-variables': ['variable'],
  'css-word-wrap': of('property', 'word-wrap'),
  'html-anchor-links': of('link', '#'),
  'html-button-reset': of('button', 'reset'),
  'html-button-submit': of('button', 'submit'),
  'html-comments': ['html-comment'],
  'html-doctype': ['doctype'],
  'html-h1-h6': of('element', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'),
  'html-image-maps': [...of('element', 'map', 'area'), ...of('attribute', 'usemap')],
  'html-lists': of('element', 'ul', 'ol', 'dl'),
  'html-loading-attribute': of('attribute', 'loading'),
  'html-mailto-links': of('link', 'mailto'),
  'html-meta-color-scheme': of('meta', 'color-scheme'),
  'html-object': of('element', 'object', 'embed'),
  'html-semantics': of(
    'element',
    'article',
    'aside',
    'details',
    'figcaption',
    'figure',
    'footer',
    'header',
    'main',
    'mark',
    'nav',
    'section',
    'summary',
    'time',
  ),
  'html-srcset': of('attribute', 'srcset', 'sizes'),
  'image-base64': of('image', 'data'),
  'image-heif': of('image', 'heif', 'heic'),
  'image-jpg': of('image', 'jpg', 'jpeg'),
  'image-tiff': of('image', 'tiff', 'tif'),
};
const ATTRIBUTES =
  'align background cellpadding cellspacing dir height hidden lang popover required role target valign width';
const KINDS = [
  [/^css-at-media-(.+)$/, 'media'],
  [/^css-at-(.+)$/, 'at'],
  [/^css-pseudo-(?:class|element)-(.+)$/, 'pseudo'],
  [/^css-selector-(.+)$/, 'selector'],
  [/^css-unit-(.+)$/, 'unit'],
  [/^css-function-(.+)$/, 'function'],
  [/^html-input-(.+)$/, 'input'],
  [new RegExp(`^html-(${ATTRIBUTES.replaceAll(' ', '|')}|aria-.+)$`), 'attribute'],
  [/^html-(.+)$/, 'element'],
  [/^image-(.+)$/, 'image'],
];

function usesOf({ slug, keywords }) {
  if (USES[slug]) return USES[slug];
  for (const [pattern, kind] of KINDS) {
    const name = pattern.exec(slug)?.[1];
    if (name !== undefined) return of(kind, name);
  }
  // Keywords of a property name its relatives: `border-left`, `column-rule`.
  const name = slug.replace(/^css-/, '');
  const stem = name.split('-')[0];
  const words = (keywords ?? '').split(/,\s*/);
  return of('property', ...new Set([name, ...words.filter(word => word.startsWith(`${stem}-`))]));
}

/** Names that say too little by themselves. */
const NAMES = {
  'css-inert-attribute': 'HTML inert attribute',
  'css-pseudo-class-lang': 'CSS :lang()',
  'css-unit-initial': 'CSS initial keyword',
  'html-address': 'HTML <address> element',
};

function nameOf({ slug, title, category }, uses) {
  if (NAMES[slug]) return NAMES[slug];
  const name = title.trim().replaceAll('|', '/');
  if (category === 'image') return name;
  const isProperty = uses.every(use => use.startsWith('property:')) && !/propert|shorthand/.test(name);
  const kind = isProperty ? (/[,&]/.test(name) ? ' properties' : ' property') : '';
  return `${category.toUpperCase()} ${name.replace(/^(css|html)5?\s| CSS\b/gi, '')}${kind}`;
}

/** What the newest version tested says: `y`, `a` (partly), `n` or `u`, and the numbers of its notes. */
function newest(versions) {
  const names = Object.keys(versions ?? {});
  if (names.length === 0) return { level: 'u', notes: [] };
  const areDates = names.every(name => /^20\d\d(-\d\d)?$/.test(name));
  const name = areDates ? names.toSorted().at(-1) : names.at(-1);
  const [level, ...notes] = versions[name].split(/\s+#?/);
  return { level, notes };
}

function support({ stats, notes_by_num: texts }, [family, ...platforms]) {
  const all = platforms
    .filter(platform => stats[family]?.[platform])
    .map(platform => newest(stats[family][platform]));
  // Thunderbird is the same program everywhere; other platforms are programs of their own.
  const seen = family === 'thunderbird' ? all.slice(0, 1) : all;
  const worst = seen.toSorted((a, b) => WORST.indexOf(a.level) - WORST.indexOf(b.level))[0];
  const notes = (worst?.notes ?? []).map(number => plain(texts?.[number] ?? ''));
  return { level: worst?.level ?? 'u', note: shortened(notes.filter(note => note !== '').join(' ')) };
}

/** A note without its marks, links and the words that its level says already. */
function plain(note) {
  return note
    .replace(/\(?See \[[^\]]*\]\([^)]*\)[^.)]*\)?\.?/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^(Partial|Partially supported|Partial support|Not supported|Supported)\.\s+/, '')
    .replace(/[`|~]/g, '')
    .replaceAll('${', '$ {')
    .replaceAll('\\', '/')
    .replace(/\s+/g, ' ')
    .trim();
}

function shortened(note) {
  if (note.length <= LONGEST_NOTE) return note;
  return `${note.slice(0, LONGEST_NOTE - 1).replace(/\s+\S*$/, '')}…`;
}

/** Notes as `0,3=text~7=other`: the clients by their place. */
function notesOf(supported) {
  const clients = new Map();
  for (const [at, { note }] of supported.entries()) {
    if (note !== '') clients.set(note, [...(clients.get(note) ?? []), at]);
  }
  return [...clients].map(([note, at]) => `${at.join(',')}=${note}`).join('~');
}

function line(feature) {
  const uses = usesOf(feature);
  const supported = CLIENTS.map(([, platforms]) => support(feature, platforms));
  const levels = supported.map(({ level }) => level).join('');
  return [feature.slug, nameOf(feature, uses), uses.join(' '), levels, notesOf(supported)].join('|');
}

const [input] = process.argv.slice(2);
if (input === undefined) {
  console.error('usage: node .ci/caniemail.mjs caniemail.json');
  process.exit(2);
}
const { last_update_date: updated, data } = JSON.parse(fs.readFileSync(input, 'utf8'));
const features = data.filter(({ slug }) => !LEFT_OUT.includes(slug));
const isCss = ({ category }) => category === 'css';
const asOf = updated.slice(0, 10);
const head = `// Made by .ci/caniemail.mjs of the data of https://www.caniemail.com, ${asOf}: do not edit.
//
// MIT License. Copyright © Avi Goldman. Copyright © Andrew Powell <andrew@shellscape.org>.
// Its text stands in LICENSE, at the end.
`;

function write(name, code) {
  fs.writeFileSync(new URL(`../src/inspect/support/${name}`, import.meta.url), `${head}\n${code}`);
}

function rows(chosen) {
  return `\`\n${chosen.map(line).join('\n')}\n\``;
}

write(
  'support-data.ts',
  `/** The day that what is known is of. */
export const AS_OF = '${asOf}';

/** Mail programs, in the order of the letters of a line. */
export const CLIENTS: readonly string[] = [
${CLIENTS.map(([name]) => `  '${name}',`).join('\n')}
];

/** HTML and pictures: \`slug|name|what uses it|support by client|notes\`. */
export const HTML_FEATURES = ${rows(features.filter(feature => !isCss(feature)))};
`,
);
write(
  'support-data-css.ts',
  `/** CSS: \`slug|name|what uses it|support by client|notes\`. */
export const CSS_FEATURES = ${rows(features.filter(isCss))};
`,
);
