import type Handlebars from 'handlebars';
import { UserError } from '../errors.ts';
import { type Mistake, MistakeError } from '../mistake.ts';
import { nearest } from '../model/nearest.ts';
import { blank, placeOf } from './place.ts';
import { structureMistakes } from './tag-structure.ts';
import { valueMistakes } from './tag-values.ts';

/** The pieces a mail is put together from, in the order of the template. */
export const BLOCKS = ['head', 'group', 'card', 'line', 'more', 'again', 'updates', 'tail'] as const;
export type BlockName = (typeof BLOCKS)[number];

/** One function a block: a view in, text out. Values go in as they are: the view is escaped before. */
export type Blocks = Readonly<Record<BlockName, (view: object) => string>>;

const MARKER = /<!-- block: (\w+) -->\n?/g;

/** A part of a template, and where it stands there. */
interface Piece {
  name: string;
  /** Of its marker. */
  at: number;
  from: number;
  to: number;
}

/**
 * Looks at the tags of a template as it is written, before anything is made of it. A missing block, tags that do not pair up, and what
 * they name that `views` (examples with everything optional) do not have are a MistakeError with all of it in its place.
 */
export async function checkBlocks(
  source: string,
  file: string,
  views: Readonly<Record<BlockName, object>>,
): Promise<void> {
  const pieces = piecesOf(source);
  const mistakes = blockMistakes(source, file, pieces);
  for (const { name, from, to } of pieces) {
    if (!isBlock(name)) continue;
    const alone = blank(source.slice(0, from)) + source.slice(from, to);
    mistakes.push(...(await tagMistakes(alone, file, views[name], `block ${name}: `)));
  }
  if (mistakes.length > 0) throw new MistakeError(mistakes);
}

/** The same for a template that is one block. */
export async function checkWhole(source: string, file: string, view: object): Promise<void> {
  const mistakes = await tagMistakes(source, file, view, '');
  if (mistakes.length > 0) throw new MistakeError(mistakes);
}

/** A template cut at its markers `<!-- block: name -->` and compiled; what stands before the first is the head. It was checked before. */
export async function compileBlocks(source: string, file: string): Promise<Blocks> {
  const { default: handlebars } = await import('handlebars');
  const pieces = piecesOf(source);
  const compile = (name: BlockName) => {
    const { from = 0, to = 0 } = pieces.find(piece => piece.name === name) ?? {};
    return compileBlock(handlebars, source.slice(from, to), `${file}, block ${name}`);
  };
  return {
    head: compile('head'),
    group: compile('group'),
    card: compile('card'),
    line: compile('line'),
    more: compile('more'),
    again: compile('again'),
    updates: compile('updates'),
    tail: compile('tail'),
  };
}

/** A template that is one block: see `compileBlocks`. */
export async function compileWhole(source: string, file: string): Promise<(view: object) => string> {
  const { default: handlebars } = await import('handlebars');
  return compileBlock(handlebars, source, file);
}

function piecesOf(source: string): Piece[] {
  const markers = [...source.matchAll(MARKER)];
  const starts = markers.map(({ 0: text, 1: name = '', index }) => ({
    name,
    at: index,
    from: index + text.length,
  }));
  return [{ name: 'head', at: 0, from: 0 }, ...starts].map((piece, index) => ({
    ...piece,
    to: markers[index]?.index ?? source.length,
  }));
}

function blockMistakes(source: string, file: string, pieces: readonly Piece[]): Mistake[] {
  const must = `the blocks must be ${BLOCKS.join(', ')}, each once`;
  const names = pieces.map(({ name }) => name);
  const missing = BLOCKS.filter(name => !names.includes(name));
  return [
    ...pieces
      .filter(({ name }, index) => !isBlock(name) || names.indexOf(name) < index)
      .map(({ name, at }) => {
        const [meant] = isBlock(name) ? [] : nearest(name, missing);
        const hint = meant === undefined ? '' : `: did you mean ${meant}?`;
        return { file, ...placeOf(source, at), message: `${must}; look for "${name}"${hint}` };
      }),
    ...missing.map(name => {
      const next = pieces.find(
        piece => isBlock(piece.name) && BLOCKS.indexOf(piece.name) > BLOCKS.indexOf(name),
      );
      const place = next ? placeOf(source, next.at) : { line: null, column: null };
      return {
        file,
        ...place,
        message: `${must}; look for "${name}": it begins with <!-- block: ${name} -->${next ? ' and belongs before this one' : ''}`,
      };
    }),
  ];
}

async function tagMistakes(source: string, file: string, view: object, where: string): Promise<Mistake[]> {
  const { default: handlebars } = await import('handlebars');
  try {
    return valueMistakes(handlebars.parse(source), view, file, where);
  } catch (error) {
    const found = structureMistakes(source, file, text => handlebars.parse(text));
    if (found.length > 0) return found.map(mistake => ({ ...mistake, message: where + mistake.message }));
    const { message } = error as Error;
    const line = Number(/on line (\d+)/.exec(message)?.[1] ?? 0) || null;
    return [{ file, line, column: null, message: where + message }];
  }
}

function isBlock(name: string): name is BlockName {
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
  return view => {
    try {
      return template(view);
    } catch (error) {
      throw new UserError(`${where}: ${(error as Error).message}`);
    }
  };
}
