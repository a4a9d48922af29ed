const PERSON = /^\s*(author|org):\s*(?:["“”„‟«»＂]([^"“”„‟«»＂]+)["“”„‟«»＂]|([^\s"“”„‟«»＂]+))\s*$/iu;

/** What a query that asks for one name is called: `By Yann LeCun`, `From DeepMind`. Null for any other. */
export function personName(query: string): string | null {
  const [, field = '', quoted, word] = PERSON.exec(query) ?? [];
  const name = (quoted ?? word ?? '').trim();
  if (name === '') return null;
  return `${field.toLowerCase() === 'author' ? 'By' : 'From'} ${name}`;
}

/** A query where it is a heading: a name, or the query as typed. */
export function queryName(query: string): string {
  return personName(query) ?? query;
}
