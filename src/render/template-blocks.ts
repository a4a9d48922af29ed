import type Handlebars from 'handlebars';
import { UserError } from '../errors.ts';

/** The pieces a mail is put together from, in the order of the template. */
export const BLOCKS = ['head', 'group', 'card', 'line', 'more', 'again', 'tail'] as const;
export type BlockName = (typeof BLOCKS)[number];

/** One function a block: a view in, text out. Values go in as they are: the view is escaped before. */
export type Blocks = Readonly<Record<BlockName, (view: object) => string>>;

const MARKER = /<!-- block: (\w+) -->\n?/;

/**
 * A template cut at its markers `<!-- block: name -->` and compiled; what stands before the first is
 * the head. A missing block, a syntax error or a helper nobody has is a UserError naming `file`.
 * Looking up a value that the view lacks throws when the block is rendered.
 */
export async function compileBlocks(source: string, file: string): Promise<Blocks> {
  const { default: handlebars } = await import('handlebars');
  const [head = '', ...rest] = source.split(MARKER);
  const sources = new Map([['head', head]]);
  for (let at = 0; at < rest.length; at += 2) sources.set(rest[at] ?? '', rest[at + 1] ?? '');
  const wrong = BLOCKS.find(name => !sources.has(name)) ?? [...sources.keys()].find(name => !isBlock(name));
  if (wrong !== undefined) {
    throw new UserError(`${file}: the blocks must be ${BLOCKS.join(', ')}, each once; look for "${wrong}"`);
  }
  const compile = (name: BlockName) =>
    compileBlock(handlebars, sources.get(name) ?? '', `${file}, block ${name}`);
  return {
    head: compile('head'),
    group: compile('group'),
    card: compile('card'),
    line: compile('line'),
    more: compile('more'),
    again: compile('again'),
    tail: compile('tail'),
  };
}

/** A template that is one block: see `compileBlocks`. */
export async function compileWhole(source: string, file: string): Promise<(view: object) => string> {
  const { default: handlebars } = await import('handlebars');
  return compileBlock(handlebars, source, file);
}

function isBlock(name: string): boolean {
  return (BLOCKS as readonly string[]).includes(name);
}

function compileBlock(
  handlebars: typeof Handlebars,
  source: string,
  where: string,
): (view: object) => string {
  const template = handlebars
    .create()
    .compile(source, { strict: true, noEscape: true, knownHelpersOnly: true });
  try {
    handlebars.parse(source);
  } catch (error) {
    throw new UserError(`${where}: ${(error as Error).message}`);
  }
  return view => {
    try {
      return template(view);
    } catch (error) {
      throw new UserError(`${where}: ${(error as Error).message}`);
    }
  };
}
