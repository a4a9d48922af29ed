import type { Mistake } from '../mistake.ts';
import { nearest } from '../model/nearest.ts';
import { BLOCK_HELPERS } from './tag-structure.ts';

/** What `{{lookup …}}` and `{{log …}}` do is in Handlebars. */
const VALUE_HELPERS = ['lookup', 'log'];
const DATA = ['root', 'index', 'key', 'first', 'last'];

/** What names are looked up in where a tag stands. */
interface Scope {
  /** From the outside in: a name without `../` is one of the last. */
  views: readonly unknown[];
  /** What blocks around it call by a name of their own: `{{#each papers as |paper|}}`. */
  named: ReadonlyMap<string, unknown>;
}

/**
 * What a parsed template names and nobody gives it, in any branch, in its place. `view` is an example of what it is given, with everything
 * that is optional; `where` says in words which part of the template it is.
 */
export function valueMistakes(
  program: hbs.AST.Program,
  view: object,
  file: string,
  where: string,
): Mistake[] {
  const mistakes: Mistake[] = [];
  walk(program, { views: [view], named: new Map() });
  return mistakes;

  function wrong({ loc }: hbs.AST.Node, message: string): void {
    mistakes.push({ file, line: loc.start.line, column: loc.start.column + 1, message: where + message });
  }

  function walk(part: hbs.AST.Program | undefined, scope: Scope): void {
    for (const statement of part?.body ?? []) statementIn(statement, scope);
  }

  function statementIn(statement: hbs.AST.Statement, scope: Scope): void {
    if (isOfType<hbs.AST.MustacheStatement>(statement, 'MustacheStatement')) value(statement, scope);
    else if (isOfType<hbs.AST.BlockStatement>(statement, 'BlockStatement')) block(statement, scope);
    else if (!['ContentStatement', 'CommentStatement'].includes(statement.type))
      wrong(statement, 'a mail has no partials and no decorators: put the text itself here');
  }

  function value(node: hbs.AST.MustacheStatement, scope: Scope): void {
    const { path, params } = node;
    if (params.length === 0 && !node.hash) look(path, scope, node);
    else if (!VALUE_HELPERS.includes(nameOf(path))) wrong(node, noHelper(nameOf(path), VALUE_HELPERS));
    for (const param of params) look(param, scope, node);
  }

  function block(node: hbs.AST.BlockStatement, scope: Scope): void {
    const { path, params, program, inverse } = node;
    const helper = nameOf(path);
    const isHelper = BLOCK_HELPERS.includes(helper);
    const subject = isHelper ? params[0] : path;
    if (!isHelper && params.length > 0) wrong(node, noHelper(helper, BLOCK_HELPERS));
    else if (!subject) wrong(node, `{{#${helper}}} of what? Expected a name: {{#${helper} title}}`);
    else if (params.length > 1)
      wrong(node, `{{#${helper}}} takes one name: expected {{#${helper} ${nameOf(subject) || 'title'}}}`);
    const found = subject && (isHelper || params.length === 0) ? look(subject, scope, node) : undefined;
    if (helper === 'if' || helper === 'unless') walk(program, scope);
    else if (found) walk(program, within(scope, found.value, program?.blockParams));
    walk(inverse, scope);
  }

  /** The value that an expression names in the example; undefined, and told of, where there is none. */
  function look(node: hbs.AST.Expression, scope: Scope, tag: hbs.AST.Node): { value: unknown } | undefined {
    if (isOfType<hbs.AST.SubExpression>(node, 'SubExpression')) return helped(node, scope, tag);
    if (!isOfType<hbs.AST.PathExpression>(node, 'PathExpression')) return { value: undefined };
    const begun = begin(node, scope);
    if (typeof begun === 'string') {
      wrong(tag, begun);
      return undefined;
    }
    let { current } = begun;
    for (const name of begun.parts) {
      // What a list without an example holds is not known.
      if (current === undefined) return { value: undefined };
      if (!has(current, name)) {
        wrong(tag, unknown(node.original, name, current));
        return undefined;
      }
      current = current[name];
    }
    return { value: current };
  }

  /** What a helper gives within a tag, as in `{{#if (lookup papers 0)}}`, is not known. */
  function helped({ path, params }: hbs.AST.SubExpression, scope: Scope, tag: hbs.AST.Node) {
    if (!VALUE_HELPERS.includes(nameOf(path))) {
      wrong(tag, noHelper(nameOf(path), VALUE_HELPERS));
      return undefined;
    }
    for (const param of params) look(param, scope, tag);
    return { value: undefined };
  }
}

/** Where the first of the names in `a.b.c` is looked up, and those that are; or what is wrong with where that would be. */
function begin(
  { data, depth, original, parts }: hbs.AST.PathExpression,
  { views, named }: Scope,
): { current: unknown; parts: readonly string[] } | string {
  const [name = '', ...rest] = parts;
  if (data && name === 'root') return { current: views[0], parts: rest };
  if (data && DATA.includes(name)) return { current: undefined, parts: rest };
  if (data) return `there is no @${name}: expected one of @${DATA.join(', @')}`;
  // With `./` or `this.` before it, a name is never one that a block gives.
  if (depth === 0 && named.has(name) && !/^\.|^this\b/.test(original))
    return { current: named.get(name), parts: rest };
  const around = views.length - 1;
  if (depth <= around) return { current: views[around - depth], parts };
  return `${original} leads out of what the mail is given: there are ${around} {{#each}} around it`;
}

/** The scope in a block that goes through `value`, or into it; of what each one is called besides, only the first is of `value`. */
function within({ views, named }: Scope, value: unknown, names: readonly string[] = []): Scope {
  const one = first(value);
  const own = names.map((name, at) => [name, at === 0 ? one : undefined] as const);
  return { views: [...views, one], named: new Map([...named, ...own]) };
}

function isOfType<Node extends hbs.AST.Node>(node: hbs.AST.Node, type: Node['type']): node is Node {
  return node.type === type;
}

function nameOf(path: hbs.AST.Expression): string {
  return isOfType<hbs.AST.PathExpression>(path, 'PathExpression') ? path.original : '';
}

function has(value: unknown, name: string): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name);
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

function unknown(original: string, name: string, given: unknown): string {
  const names =
    typeof given === 'object' && given !== null && !Array.isArray(given) ? Object.keys(given) : [];
  const [meant] = nearest(name, names);
  if (meant !== undefined) return `there is no value ${original} here: did you mean ${meant}?`;
  return names.length === 0
    ? `there is no value ${original} here: expected {{this}}`
    : `there is no value ${original} here: expected one of ${names.join(', ')}`;
}

function noHelper(name: string, known: readonly string[]): string {
  const [meant] = nearest(name, known);
  const hint =
    meant === undefined ? `expected a value, or one of ${known.join(', ')}` : `did you mean ${meant}?`;
  return `there is no helper ${name}: ${hint}`;
}
