import type { Mistake } from '../mistake.ts';
import { nearest } from '../model/nearest.ts';
import { BLOCK_HELPERS } from './tag-structure.ts';

/** What `{{lookup …}}` and `{{log …}}` do is in Handlebars. */
const VALUE_HELPERS = ['lookup', 'log'];
const DATA = ['root', 'index', 'key', 'first', 'last'];

/** Where a name stands, from the outside in: what it is looked up in is the last. */
type Scope = readonly unknown[];

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
  walk(program, [view]);
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
    const found = subject && (isHelper || params.length === 0) ? look(subject, scope, node) : undefined;
    if (helper === 'if' || helper === 'unless') walk(program, scope);
    else if (found) walk(program, [...scope, first(found.value)]);
    walk(inverse, scope);
  }

  /** The value that an expression names in the example; undefined, and told of, where there is none. */
  function look(node: hbs.AST.Expression, scope: Scope, tag: hbs.AST.Node): { value: unknown } | undefined {
    if (!isOfType<hbs.AST.PathExpression>(node, 'PathExpression')) return { value: undefined };
    if (node.data) {
      const name = node.parts[0] ?? '';
      if (DATA.includes(name)) return { value: undefined };
      wrong(tag, `there is no @${name}: expected one of @${DATA.join(', @')}`);
      return undefined;
    }
    let current = scope[scope.length - 1 - node.depth];
    if (scope.length - 1 - node.depth < 0) {
      wrong(
        tag,
        `${node.original} leads out of what the mail is given: there are ${scope.length - 1} {{#each}} around it`,
      );
      return undefined;
    }
    for (const name of node.parts) {
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
