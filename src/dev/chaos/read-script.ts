import { UserError } from '../../errors.ts';
import { type Draft, OPTIONS, type Option, type Rule, readRule } from './script.ts';

/** What a word of the one-line form begins or is. */
const WITH_VALUE: readonly Option[] = ['every', 'after', 'times', 'for'];
const TOKEN = /"(?<quoted>(?:[^"\\\n]|\\.)*)"|(?<end>[,;\n]|#[^\n]*)|(?<word>[^\s,;"#]+)|(?<odd>")/g;

/**
 * Reads a script: rules separated by commas or lines (`drop-after-dot 5%, 451-rcpt 2%`), or a list of them in JSON or YAML.
 * `name` says where it comes from. Throws a UserError for the first rule that cannot be followed.
 */
export async function readScript(text: string, name: string): Promise<Rule[]> {
  const drafts = /^\s*(?:#.*\n\s*)*[[{-]/.test(text) ? await readList(text, name) : readLine(text, name);
  return drafts.map(readRule);
}

interface Token {
  text: string;
  isQuoted: boolean;
  line: number;
}

function readLine(text: string, name: string): Draft[] {
  const drafts: Draft[] = [];
  let words: Token[] = [];
  const endRule = () => {
    if (words.length > 0) drafts.push(draftOf(words, `${name}, ${placeOf(words, text)}`));
    words = [];
  };
  for (const { index, groups = {} } of text.matchAll(TOKEN)) {
    const line = text.slice(0, index).split('\n').length;
    if (groups.end !== undefined) endRule();
    else if (groups.odd !== undefined) throw new UserError(`${name}, line ${line}: a quote is not closed.`);
    else if (groups.quoted !== undefined)
      words.push({ text: groups.quoted.replace(/\\(.)/g, '$1'), isQuoted: true, line });
    else words.push({ text: groups.word ?? '', isQuoted: false, line });
  }
  endRule();
  return drafts;
}

function placeOf(words: readonly Token[], text: string): string {
  const rule = `"${words.map(word => word.text).join(' ')}"`;
  return text.includes('\n') ? `line ${words[0]?.line} (${rule})` : rule;
}

/** A fault and what stands behind it, in any order. */
function draftOf([first, ...rest]: readonly Token[], place: string): Draft {
  const options: Draft['options'] = {};
  const words = [...rest];
  for (let word = words.shift(); word; word = words.shift()) {
    const option = optionOf(word);
    if (!option) {
      const choice =
        'a share (5%), every N, after N, times N, for PATTERN, a time (3s), taken, lost, "words of a reply"';
      throw new UserError(`${place}: "${word.text}" means nothing here. Known behind a fault: ${choice}.`);
    }
    if (options[option] !== undefined) {
      throw new UserError(`${place}: "${word.text}": this was said before; say it once.`);
    }
    options[option] = WITH_VALUE.includes(option) ? (words.shift()?.text ?? '') : word.text;
  }
  return { fault: first?.text ?? '', options, place };
}

function optionOf({ text, isQuoted }: Token): Option | undefined {
  if (isQuoted) return 'reply';
  if (text.endsWith('%')) return 'share';
  if (/^\d+(ms|s|min)$/.test(text)) return 'wait';
  if (text === 'taken' || text === 'lost') return 'fate';
  return WITH_VALUE.find(option => option === text);
}

async function readList(text: string, name: string): Promise<Draft[]> {
  const { parse, YAMLParseError } = await import('yaml');
  let list: unknown;
  try {
    // JSON is YAML.
    list = parse(text, { schema: 'failsafe' });
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const [place] = error.linePos ?? [];
    const said = error.message.split(/ at line \d/)[0];
    throw new UserError(`${name}${place ? `, line ${place.line}` : ''}: neither JSON nor YAML: ${said}`);
  }
  if (!Array.isArray(list)) throw new UserError(`${name}: expected a list of rules, each with a "fault".`);
  return list.map((entry: unknown, at) => draftFrom(entry, `${name}, rule ${at + 1}`));
}

function draftFrom(entry: unknown, place: string): Draft {
  const fields = new Map<string, unknown>(
    typeof entry === 'object' && entry !== null ? Object.entries(entry) : [],
  );
  const fault = fields.get('fault');
  if (typeof fault !== 'string') throw new UserError(`${place}: expected a "fault" with its name.`);
  fields.delete('fault');
  const options: Draft['options'] = {};
  for (const [key, value] of fields) {
    const option = OPTIONS.find(one => one === key);
    if (!option) throw new UserError(`${place}: "${key}" is not known. Known: fault, ${OPTIONS.join(', ')}.`);
    if (typeof value !== 'string') throw new UserError(`${place}: "${key}": expected one value.`);
    options[option] = value;
  }
  return { fault, options, place };
}
