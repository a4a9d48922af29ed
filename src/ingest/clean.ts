/** Controls, soft hyphens, zero-width characters, bidi overrides and isolates, stray byte-order marks. */
const INVISIBLE =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

/** More marks on one letter than any script has: to put a hundred thousand into their order takes minutes. */
const TOO_MANY_MARKS = /(\p{M}{30})\p{M}+/gu;

/** What needs no cleaning, which is nearly every line: printable ASCII, single spaces inside. */
const CLEAN = /^[!-~]+(?: [!-~]+)*$/;

/** Text as one line: invisible characters gone, white space of any kind one space, NFC. */
export function cleanLine(text: string): string {
  if (CLEAN.test(text)) return text;
  const visible = text.replace(INVISIBLE, '').replace(TOO_MANY_MARKS, '$1');
  return visible.replace(/\s+/g, ' ').trim().normalize('NFC');
}
