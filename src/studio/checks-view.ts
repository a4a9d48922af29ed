import type { CheckName, Finding, Inspection, Level, Support } from '../inspect/inspection.ts';

/** What `checks.hbs` shows of an inspection: a panel of h3 sections. */
export interface ChecksView {
  /** `Nothing is wrong with this mail: 14 checks, all fine.` */
  verdict: string;
  /** The worst level found. */
  worst: Level;
  /** Faults first; levels of which there are none are left out. */
  levels: { level: Level; name: string; findings: ShownFinding[] }[];
  fine: ShownFinding[];
  size: SizeView;
  listed: Inspection['listed'];
  links: { total: string; kinds: { kind: string; count: number }[]; rows: Inspection['links'] };
  contrast: { schemes: { scheme: string; pairs: ShownPair[] }[]; total: number };
  support: {
    clients: string[];
    asOf: string;
    /** Those that somebody does not know, or only in part. */
    features: { feature: string; url: string; cells: { level: Support; word: string }[] }[];
    total: number;
    /** The others. */
    known: string;
  };
}

export interface ShownFinding {
  check: string;
  level: Level;
  found: string;
  todo: string;
  piece: string | null;
}

/** The HTML part on the way to where Gmail cuts it off, drawn in a box of 1000 units. */
export interface SizeView {
  html: string;
  limit: string;
  text: string;
  whole: string;
  percent: number;
  bar: number;
  tone: Level;
}

export interface ShownPair {
  text: string;
  background: string;
  ratio: string;
  needed: string;
  enough: boolean;
  sample: string;
  times: string;
}

const LEVELS: readonly { level: Level; one: string; many: string }[] = [
  { level: 'fault', one: 'Fault', many: 'Faults' },
  { level: 'warning', one: 'Warning', many: 'Warnings' },
  { level: 'hint', one: 'Hint', many: 'Hints' },
];
const CHECK_NAMES: Readonly<Record<CheckName, string>> = {
  size: 'Size',
  subject: 'Subject',
  preheader: 'Preheader',
  links: 'Links',
  images: 'Images',
  contrast: 'Contrast',
  headings: 'Headings',
  language: 'Language',
  support: 'Support',
  headers: 'Headers',
  unsubscribe: 'Leaving',
  dkim: 'Signature',
  text: 'Text part',
  spam: 'Spam filters',
};
const SUPPORT_WORDS: Readonly<Record<Support, string>> = {
  yes: 'yes',
  partial: 'part',
  no: 'no',
  unknown: '?',
};
const SIZE_BOX = 1000;
/** From this share of the limit on a mail is close to it. */
const CLOSE = 0.9;

/** An inspection, for people. Says nothing that is not in it. */
export function checksView(inspection: Inspection): ChecksView {
  const { findings, listed, links, contrast, clients, supportAsOf, support } = inspection;
  const fine = findings.filter(({ level }) => level === 'fine').map(shownFinding);
  const levels = LEVELS.map(({ level, one, many }) => {
    const found = findings.filter(finding => finding.level === level).map(shownFinding);
    return { level, name: found.length === 1 ? one : many, findings: found };
  }).filter(({ findings: found }) => found.length > 0);
  return {
    verdict: verdictOf(levels, fine.length),
    worst: levels[0]?.level ?? 'fine',
    levels,
    fine,
    size: sizeView(inspection.size),
    listed,
    links: { total: counted(links.length, 'link'), kinds: kindsOf(links), rows: links },
    contrast: {
      schemes: (['light', 'dark'] as const).map(scheme => ({
        scheme: scheme === 'light' ? 'Light' : 'Dark',
        pairs: contrast.filter(pair => pair.scheme === scheme).map(shownPair),
      })),
      total: contrast.length,
    },
    support: { clients, asOf: supportAsOf, ...supportOf(support) },
  };
}

function supportOf(
  support: Inspection['support'],
): Pick<ChecksView['support'], 'features' | 'total' | 'known'> {
  const isKnown = (feature: Inspection['support'][number]) =>
    feature.support.every(({ level }) => level === 'yes');
  return {
    total: support.length,
    known: support
      .filter(isKnown)
      .map(({ feature }) => feature)
      .join(', '),
    features: support
      .filter(feature => !isKnown(feature))
      .map(({ feature, url, support: byClient }) => ({
        feature,
        url,
        cells: byClient.map(({ level }) => ({ level, word: SUPPORT_WORDS[level] })),
      })),
  };
}

function verdictOf(levels: ChecksView['levels'], fine: number): string {
  const found = levels.map(({ name, findings }) => `${findings.length} ${name.toLowerCase()}`);
  return found.length === 0
    ? `Nothing is wrong with this mail: ${counted(fine, 'check')}, all fine.`
    : `${found.join(', ')}.`;
}

function shownFinding({ check, level, found, todo, piece }: Finding): ShownFinding {
  return { check: CHECK_NAMES[check], level, found, todo, piece };
}

function sizeView({ html, text, whole, limit }: Inspection['size']): SizeView {
  const share = limit === 0 ? 0 : html / limit;
  return {
    html: inKilobytes(html),
    limit: inKilobytes(limit),
    text: inKilobytes(text),
    whole: inKilobytes(whole),
    percent: Math.round(share * 100),
    bar: Math.round(Math.min(1, share) * SIZE_BOX),
    tone: share > 1 ? 'fault' : share > CLOSE ? 'warning' : 'fine',
  };
}

function kindsOf(links: Inspection['links']): { kind: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { kind } of links) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count);
}

function shownPair({
  text,
  background,
  ratio,
  needed,
  sample,
  count,
}: Inspection['contrast'][number]): ShownPair {
  return {
    text,
    background,
    ratio: String(ratio),
    needed: String(needed),
    enough: ratio >= needed,
    sample,
    times: count === 1 ? 'once' : `${count} times`,
  };
}

/** `41 KB`, of 1024 bytes each; little things in bytes. */
export function inKilobytes(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 1024)} KB`;
}

export function counted(count: number, what: string, many = `${what}s`): string {
  return `${count} ${count === 1 ? what : many}`;
}
