const PROLOG = /^\s*<\?xml\s[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z][\w.:+-]{0,39})["']/;
const META = /<meta\s[^>]{0,300}?\bcharset\s*=\s*["']?\s*([A-Za-z][\w.:+-]{0,39})/i;
const HTML = /^\s*(?:<!--[\s\S]{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|meta)\b/i;
/** How far HTML says that a browser has to look, and a little more. */
const MOST = 4096;

/** Encodings of one byte a character: any bytes are valid in them, so they prove nothing. */
const ONE_BYTE = /^(?:windows-\d+|iso-8859-\d+(?:-\w)?|macintosh|x-mac-\w+|koi8-\w|ibm866)$/;

/** What a document says that it is encoded in: the prolog of XML, the `meta` of HTML; null when it says nothing. */
export function declaredCharset(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, MOST)).toString('latin1');
  return PROLOG.exec(start)?.[1] ?? (HTML.test(start) ? (META.exec(start)?.[1] ?? null) : null);
}

/** The name that browsers know an encoding by, `windows-1252` for `latin1`; null for one that none knows. */
export function knownCharset(label: string | null): string | null {
  if (label === null) return null;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

/** True where what is valid UTF-8 is more to be believed than the name. */
export function provesNothing(charset: string): boolean {
  return ONE_BYTE.test(charset);
}

/** UTF-16 without a mark, told by the zeros in what is markup or ASCII at the start; null for anything else. */
export function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const start = bytes.subarray(0, 400);
  if (start.length < 8) return null;
  let even = 0;
  let odd = 0;
  for (const [at, byte] of start.entries()) {
    if (byte === 0) at % 2 ? odd++ : even++;
  }
  const most = start.length * 0.4;
  if (odd >= most && even === 0) return 'utf-16le';
  return even >= most && odd === 0 ? 'utf-16be' : null;
}
