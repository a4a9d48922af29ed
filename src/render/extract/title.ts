const COMMON = new Set(
  'the and for with from via using toward into over under are can how what when why its our not'.split(' '),
);

/** The words of a title without their endings, near enough to be looked for: `detect` of `Detecting`. Each once. */
export function stems(title: string): string[] {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  const cut = words.filter(word => !COMMON.has(word)).map(word => word.replace(/s$/, '').slice(0, 6));
  return [...new Set(cut)];
}

/** Whether a sentence says what it is that the title names: "FastNet is a decoder …" of "FastNet: Fast Decoding". */
export function definesName(sentence: string, title: string): boolean {
  const name = /^([^:：]{2,40}?)\s*[:：]/.exec(title)?.[1] ?? '';
  return (
    name !== '' &&
    sentence.startsWith(name) &&
    /^(?: \([^)]*\))? (?:is|are) (?:an?|the)\b/.test(sentence.slice(name.length))
  );
}
