import { STANDSTILL } from './standstill.ts';

/** What an incident is about, as its key tells it. */
export interface IncidentSubject {
  /** As it is said to an operator, e.g. `Edition 2026-06-02`. */
  title: string;
  /** While it lasts, nothing at all can be handed over. */
  stopsAll: boolean;
  /** What an operator does about it, a step a line; commands stand at their ends. */
  toDo: readonly string[];
}

/** The key of what came of the mails to OPERATOR_EMAIL themselves. */
export const OPERATOR_MAIL = 'operator mail';

/** What may be wrong with an edition: by the mail that comes back of it, by what it carries, by the first answers of a provider. */
export const EDITION_CAUSES = ['refused', 'dead', 'complaints', 'check', 'canary'] as const;
export type EditionCause = (typeof EDITION_CAUSES)[number];

/** The key of what is wrong with an edition: by the answers at once, or for one cause. */
export function editionIncident(edition: string, cause?: EditionCause): string {
  return cause ? `edition ${edition} ${cause}` : `edition ${edition}`;
}

/** What the reason of a pause begins with that the checks of an edition ordered: it ends when an operator approves. */
export const CHECK = 'check: ';

/** The key of papers that cannot be shown, and are left out of editions. */
export const LEFT_OUT = 'papers';

/** Every key of something that may be wrong with an edition. */
export function editionIncidents(edition: string): string[] {
  return [undefined, ...EDITION_CAUSES].map(cause => editionIncident(edition, cause));
}

/** The key of what is wrong with a source. */
export function sourceIncident(name: string): string {
  return `source ${name}`;
}

const WAITS = 'What is owed waits, and is tried again by itself.';

/**
 * What the key of an incident stands for: `relay host:port` (with a domain group behind it: only what goes there),
 * `edition 2026-06-02` (with a cause behind it, or not), `source NAME`, or anything else.
 */
export function incidentSubject(key: string): IncidentSubject {
  const [kind = '', name = '', ...rest] = key.split(' ');
  if ((kind === 'relay' || kind === 'config') && name !== '') {
    const group = rest.join(' ');
    if (group !== '') {
      const toDo = [WAITS, 'How much: paperboy status', 'What providers may dislike: paperboy doctor'];
      return { title: `Mail to ${group} by ${name}`, stopsAll: false, toDo };
    }
    return { title: `Mail server ${name}`, stopsAll: true, toDo: [WAITS, 'What to mend: paperboy doctor'] };
  }
  if (kind === 'edition' && /^\d{4}-\d{2}-\d{2}$/.test(name)) {
    const goOn =
      rest[0] === 'check'
        ? `If it is as it should be: paperboy send --approve --edition ${name}`
        : `When the cause is mended: paperboy send --resume --edition ${name}`;
    const toDo = [
      'How it stands: paperboy status',
      goOn,
      `To give up what it still owes: paperboy send --cancel --edition ${name}`,
    ];
    return { title: `Edition ${name}`, stopsAll: false, toDo };
  }
  if (kind === 'source' && name !== '') {
    const source = [name, ...rest].join(' ');
    const toDo = [
      'Nothing that is known is lost; the other sources go on, and this one is tried again by itself.',
      'How the sources stand: paperboy status',
      `What it gives now: paperboy sources try ${forShell(source)}`,
    ];
    return { title: `Source ${source}`, stopsAll: false, toDo };
  }
  if (key === OPERATOR_MAIL) {
    const toDo = ['Correct OPERATOR_EMAIL, or see what the mail server dislikes: paperboy doctor'];
    return { title: 'Mail to OPERATOR_EMAIL', stopsAll: false, toDo };
  }
  if (key === LEFT_OUT) {
    const toDo = ['The others go out without them. What is stored: paperboy papers'];
    return { title: 'Papers that cannot be shown', stopsAll: false, toDo };
  }
  if (key === STANDSTILL) {
    const toDo = [
      'Who serves, and what was missed: paperboy status',
      'If it goes on, end serve and start it again: what it holds is taken over',
    ];
    return { title: 'The schedule', stopsAll: false, toDo };
  }
  return { title: key, stopsAll: false, toDo: ['What else is wrong: paperboy doctor'] };
}

/** A word of a command line. */
export function forShell(word: string): string {
  return /^[\w.:/@%+,=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * Whatever stands before an @: the name in an address, a token of ours, a password in a URL. Looked for where a word
 * begins, so that a long one is looked through once.
 */
const BEFORE_AT = /(?:"(?:[^"\\]|\\.){0,320}"|(?<![^\s<>()[\]",;])[^\s<>()[\]",;]+)@(?=[^\s<>()",;])/g;

/** A server's words without names before an @: they are told to operators, kept, and mailed. */
export function withoutAddresses(words: string): string {
  return words.replace(BEFORE_AT, '…@');
}
