import { decodeWords } from 'postal-mime';
import { AUTHENTICATION_METHODS, DKIM_TAGS, HEADER_MEANINGS } from './header-meanings.ts';

/** A header field as it came: the name as written, the value unfolded. */
export interface HeaderField {
  name: string;
  value: string;
}

/** A header field in words. */
export interface ExplainedHeader extends HeaderField {
  /** The value as people read it (RFC 2047); the value itself where nothing is encoded. */
  decoded: string;
  /** What the field does; empty for one that nobody here knows. */
  meaning: string;
  /** Where that is said: `RFC 5322 §3.6.1`; empty where `meaning` is. */
  rfc: string;
  /** The pieces of a value that has some, in their order. */
  pieces: { name: string; value: string; meaning: string }[];
}

/** Names that are somebody's own (RFC 6648), and say so. */
const OWN = /^x-/;

/** Explains the header of a mail, field by field, in its order. */
export function explainHeaders(fields: readonly HeaderField[]): ExplainedHeader[] {
  return fields.map(explainHeader);
}

export function explainHeader({ name, value }: HeaderField): ExplainedHeader {
  const key = name.toLowerCase();
  const known = Object.hasOwn(HEADER_MEANINGS, key) ? HEADER_MEANINGS[key] : undefined;
  const own = { meaning: 'A field of some program’s own: standards say nothing of it.', rfc: 'no RFC' };
  const { meaning, rfc } = known ?? (OWN.test(key) ? own : { meaning: '', rfc: '' });
  return { name, value, decoded: decodeWords(value), meaning, rfc, pieces: piecesOf(key, value) };
}

type Pieces = ExplainedHeader['pieces'];

function piecesOf(key: string, value: string): Pieces {
  switch (key) {
    case 'dkim-signature':
    case 'arc-message-signature':
    case 'arc-seal':
      return tagsOf(value);
    case 'content-type':
    case 'content-disposition':
      return parametersOf(value);
    case 'list-unsubscribe':
      return [...value.matchAll(/<([^<>]{1,2000})>/g)].map(([, uri = '']) => waysOut(uri));
    case 'authentication-results':
    case 'arc-authentication-results':
      return resultsOf(value);
    case 'received':
      return stampOf(value);
    default:
      return [];
  }
}

/** `v=1; a=rsa-sha256; …` */
function tagsOf(value: string): Pieces {
  return value
    .split(';')
    .map(tag => tag.trim())
    .filter(tag => tag !== '')
    .map(tag => {
      const at = tag.includes('=') ? tag.indexOf('=') : tag.length;
      const name = tag.slice(0, at).trim();
      // White space is only there for folding; between names it helps to read them.
      const text = tag.slice(at + 1).replace(/\s+/g, '');
      const meaning = Object.hasOwn(DKIM_TAGS, name) ? (DKIM_TAGS[name] ?? '') : '';
      return { name, value: name === 'h' ? text.replaceAll(':', ' : ') : text, meaning };
    });
}

const PARAMETERS: Readonly<Record<string, string>> = {
  boundary: 'the line between the parts',
  charset: 'the alphabet the bytes are of',
  format: 'whether short lines are to be joined again',
  filename: 'the name of the file',
  name: 'the name of the file',
};

/** The parameters of `type/subtype; name=value` (RFC 2045 §5.1). */
function parametersOf(value: string): Pieces {
  const found = value.matchAll(/;\s*([\w-]{1,80})\s*=\s*(?:"([^"]*)"|([^\s;"]*))/g);
  return [...found].map(([, name = '', quoted, plain]) => ({
    name,
    value: quoted ?? plain ?? '',
    meaning: PARAMETERS[name.toLowerCase()] ?? '',
  }));
}

function waysOut(uri: string): Pieces[number] {
  const [scheme = ''] = uri.split(':', 1);
  const web = /^https?$/i.test(scheme);
  const meaning = web ? 'asked by the mail program, or opened by the reader' : 'a mail to send instead';
  return { name: scheme.toLowerCase(), value: uri, meaning };
}

/** `server; method=result …; method=result …` */
function resultsOf(value: string): Pieces {
  const [server = '', ...results] = value.split(';').map(piece => piece.trim());
  const judged = results
    .filter(result => result !== '')
    .map(result => {
      const [method = ''] = result.split('=', 1);
      const key = method.trim().toLowerCase();
      const meaning = Object.hasOwn(AUTHENTICATION_METHODS, key) ? (AUTHENTICATION_METHODS[key] ?? '') : '';
      return { name: method.trim(), value: result.slice(method.length + 1).trim(), meaning };
    });
  return [{ name: 'server', value: server, meaning: 'who checked' }, ...judged];
}

const STAMP: Readonly<Record<string, string>> = {
  from: 'who gave it',
  by: 'who took it',
  via: 'the kind of link',
  with: 'how: ESMTPS is over TLS, ESMTPSA after a login, too',
  id: 'its number there',
  for: 'for whom',
};

/** `from … by … with … id … for …; date` (RFC 5321 §4.4). */
function stampOf(value: string): Pieces {
  const at = value.lastIndexOf(';');
  const words = (at < 0 ? value : value.slice(0, at)).split(/\s+/);
  const pieces: Pieces = [];
  let depth = 0;
  for (const word of words) {
    const meaning = depth === 0 && Object.hasOwn(STAMP, word) ? STAMP[word] : undefined;
    const last = pieces.at(-1);
    if (meaning !== undefined) pieces.push({ name: word, value: '', meaning });
    else if (last) last.value = `${last.value} ${word}`.trim();
    // Comments hold the same words: "(from userid 0)".
    depth = Math.max(0, depth + count(word, '(') - count(word, ')'));
  }
  return at < 0 ? pieces : [...pieces, { name: 'at', value: value.slice(at + 1).trim(), meaning: 'when' }];
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
