/** Source files by path from the project, e.g. `src/plan/plan.ts`. */
export type Sources = ReadonlyMap<string, string>;

interface Import {
  /** A path from the project, or a package name. */
  target: string;
  typeOnly: boolean;
}

const STAGES = ['ingest', 'match', 'plan', 'render', 'inspect', 'deliver', 'bounce', 'audience'];
/** From the inside out: a file imports its own layer and those before it. */
const LAYERS: readonly (readonly string[])[] = [
  ['model', 'errors', 'mistake', 'checked-yaml', 'clock', 'make-folder', 'write-whole'],
  ['store'],
  STAGES,
  ['pipeline'],
  ['config', 'log'],
  ['app'],
  ['schedule', 'web', 'doctor', 'dev', 'studio', 'cli'],
  ['main', 'compile-templates'],
];
/** Folders that only see their own files of their layer. `cli` starts the other shells. */
const ALONE = [...STAGES, 'schedule', 'web', 'doctor', 'dev', 'studio'];

/** Packages that only these folders may know. */
const OWNERS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(kysely|@photostructure\/sqlite|node:sqlite|pg)$/, ['store']],
  [/^mjml$/, ['render']],
  [/^handlebars$/, ['render', 'web', 'studio']],
  [/^(commander|picocolors)$/, ['cli']],
  [/^tldts$/, ['deliver', 'doctor']],
  [/^nodemailer(\/|$)/, ['deliver']],
  [/^postal-mime$/, ['bounce', 'inspect']],
  [/^cheerio(\/|$)/, ['ingest', 'inspect', 'render']],
  [/^css-tree$/, ['inspect', 'render']],
  [/^undici$/, ['ingest']],
  [/^imapflow$/, ['bounce']],
  [/^node-cron$/, ['schedule']],
  [/^(hono|@hono\/)/, ['web', 'studio']],
  [/^smtp-server$/, ['dev']],
  [/^pino$/, ['log']],
];

const TIMELESS = ['model', 'ingest', 'match', 'plan', 'render', 'inspect', 'audience'];
const CLOCKS = /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b|\bset(Timeout|Interval)\b|\bnode:timers/;

/** Words of one database; the others spell it another way or not at all. */
const DIALECT =
  /\b(pragma|sqlite_\w+|pg_\w+|strftime|julianday|json_each|jsonb|ilike|glob|vacuum|rowid|skip locked|for update|begin immediate|insert or|UNIQUE constraint failed|23505|SQLITE_BUSY)\b/i;
const ESCAPES =
  /\bas any\b|: any(?=[;,)=\]}|]| =| \|)|<any\b|\bany\[\]|\bas unknown as\b|@ts-(ignore|nocheck|expect-error)/;
const VAGUE_NAMES =
  /\/(utils?|helpers?|common|index|lib|misc|shared|types)\.ts$|\/(utils?|helpers?|common|lib|misc)\//;
/** Words that the glossary replaces, where no other meaning of theirs occurs in mail or research. */
const AVOIDED = /\b\w*(campaign|blacklist|whitelist)\w*\b|\bdumps?\b/i;

/** Everything in `sources` that breaks a rule of the architecture, one line each. */
export function violations(sources: Sources): string[] {
  return [...sources]
    .flatMap(([file, text]) => [...ofImports(file, text), ...ofText(file, text)])
    .concat(cycles(sources));
}

function ofImports(file: string, text: string): string[] {
  const part = partOf(file);
  const found: string[] = [];
  for (const { target, typeOnly } of importsOf(file, text)) {
    const owners = OWNERS.find(([name]) => name.test(target))?.[1];
    if (owners !== undefined && !owners.includes(part))
      found.push(`${file} imports ${target}, which belongs to ${owners.join(' and ')}`);
    if (!target.startsWith('src/')) continue;
    const other = partOf(target);
    if (layerOf(other) > layerOf(part)) found.push(`${file} imports ${target}: against the direction`);
    if (other !== part && layerOf(other) === layerOf(part) && ALONE.includes(part)) {
      found.push(`${file} imports ${target}: ${part} knows nothing of ${other}`);
    }
    if (other === 'store' && !typeOnly && STAGES.includes(part)) {
      found.push(`${file} imports ${target}: a stage is given the store`);
    }
    if (target === 'src/store/store.ts' && !typeOnly && !['store', 'app'].includes(part)) {
      found.push(`${file} imports ${target}: only app.ts builds parts`);
    }
  }
  return found;
}

function ofText(file: string, text: string): string[] {
  const part = partOf(file);
  const code = withoutComments(text);
  const rules: [breaks: boolean, what: string][] = [
    [layerOf(part) < 0, 'stands in no known folder'],
    [VAGUE_NAMES.test(file), 'has a name that says nothing'],
    [text.trimEnd().split('\n').length > 300, 'is longer than 300 lines'],
    [/\bprocess\.env\b/.test(code) && file !== 'src/config.ts', 'reads process.env'],
    [TIMELESS.includes(part) && CLOCKS.test(code), 'looks at the clock'],
    [
      DIALECT.test(code) && part === 'store' && !file.startsWith('src/store/dialect'),
      'speaks a dialect of SQL',
    ],
    [ESCAPES.test(code), 'escapes the type checker'],
    [AVOIDED.test(text), `uses a word to avoid: ${AVOIDED.exec(text)?.[0]}`],
    [/^export default\b/m.test(code), 'has a default export'],
  ];
  return rules.filter(([breaks]) => breaks).map(([, what]) => `${file} ${what}`);
}

/** Circles of imports at run time; types may refer to each other. */
function cycles(sources: Sources): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, trail: string[]): void => {
    if (trail.includes(file))
      found.push(`${[...trail.slice(trail.indexOf(file)), file].join(' → ')} is a circle`);
    if (done.has(file) || trail.includes(file)) return;
    for (const { target, typeOnly } of importsOf(file, sources.get(file) ?? '')) {
      if (!typeOnly && sources.has(target)) visit(target, [...trail, file]);
    }
    done.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
  return found;
}

function importsOf(file: string, text: string): Import[] {
  const statements = withoutComments(text).matchAll(
    /^\s*(?:import|export)\s+(?<type>type\s)?(?:[\w*{][^'";]*?\sfrom\s+)?'(?<from>[^']+)'|(?<typeof>typeof\s+)?\bimport\(\s*'(?<load>[^']+)'/gm,
  );
  return [...statements].map(({ groups = {} }) => {
    const target = groups.from ?? groups.load ?? '';
    const typeOnly = groups.type !== undefined || groups.typeof !== undefined;
    return {
      target: target.startsWith('.') ? new URL(target, `file:///${file}`).pathname.slice(1) : target,
      typeOnly,
    };
  });
}

/** Folder below src, or name of a file in src itself. */
function partOf(file: string): string {
  return file.split('/')[1]?.replace(/\.ts$/, '') ?? '';
}

function layerOf(part: string): number {
  return LAYERS.findIndex(layer => layer.includes(part));
}

/** Good enough for our own formatted code: a `//` inside a string follows a colon or a quote. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\/])\/\/.*$/gm, '$1');
}
