import { encodeWords } from './encoded-word.ts';

const FOLD_AT = 78;
/** A space to fold at; not before a word that would then look like a field of its own. */
const FOLDABLE = / (?=\S)(?!\S*:)/;
/** Text that a reader would decode, or that no plain header line can hold. */
const NEEDS_ENCODING = /[^\u0020-\u007e]|=\?|\S{60}/;
const ADDRESS = /^[^\s\u0000-\u0020\u007f-\uffff<>()[\],;:"\\@]+@[A-Za-z0-9.-]+$/;

/**
 * An unstructured header field (RFC 5322 §2.2.1): plain when it is ASCII, encoded-words otherwise,
 * folded. Controls in the value are gone, so that data never starts another field.
 */
export function textField(name: string, value: string): string {
  const text = oneLine(value);
  if (NEEDS_ENCODING.test(text)) return `${name}: ${encodeWords(text, name.length + 2)}\r\n`;
  return `${fold(`${name}: ${text}`)}\r\n`;
}

/** A field with one mailbox, a name and an address (RFC 5322 §3.4). A bad address is an error: it is never repaired. */
export function mailboxField(name: string, display: string | null, address: string): string {
  if (!ADDRESS.test(address)) throw new Error(`not a plain ASCII address: ${JSON.stringify(address)}`);
  return phraseField(name, display, address);
}

/** A field of the form `phrase <token>`: mailboxes, and List-Id (RFC 2919 §3). */
export function phraseField(name: string, display: string | null, token: string): string {
  const phrase = phraseOf(oneLine(display ?? ''), name.length + 2);
  if (phrase === '') return `${name}: <${token}>\r\n`;
  const lastLine = `${name}: ${phrase}`.split('\r\n').at(-1) ?? '';
  const gap = lastLine.length + token.length + 3 > FOLD_AT - 2 ? '\r\n ' : ' ';
  return `${name}: ${phrase}${gap}<${token}>\r\n`;
}

/** A field whose value is ours and already well-formed: a date, a URL in angle brackets, a keyword. */
export function plainField(name: string, value: string): string {
  if (/[^\u0020-\u007e]/.test(value))
    throw new Error(`${name}: not printable ASCII: ${JSON.stringify(value)}`);
  return `${name}: ${value}\r\n`;
}

/** A quoted-string when it fits one line, else encoded-words, which fold anywhere. */
function phraseOf(text: string, column: number): string {
  if (text === '') return '';
  const quoted = `"${text.replace(/["\\]/g, '\\$&')}"`;
  const fits = !NEEDS_ENCODING.test(text) && column + quoted.length <= FOLD_AT;
  return fits ? quoted : encodeWords(text, column);
}

function fold(line: string): string {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(FOLDABLE)) {
    if (current !== '' && current.length + 1 + word.length > FOLD_AT) {
      lines.push(current);
      current = ` ${word}`;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current].join('\r\n');
}

/** What makes header injection impossible, whatever the caller cleaned before. */
function oneLine(text: string): string {
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}
