import { encodeQuotedPrintable } from './quoted-printable.ts';

/** The links of a card that differ from person to person. */
export type Hole = 'paper' | 'tune';

/** Stands in a view for a link that is filled in per person. Data cannot hold it: controls are stripped. */
export const HOLES: Readonly<Record<Hole, string>> = { paper: '\u0001paper\u0001', tune: '\u0001tune\u0001' };

/** A rendered block, encoded once and cut at its holes: texts[0] holes[0] texts[1] holes[1] … */
export interface Fragment {
  texts: string[];
  encoded: Buffer[];
  holes: Hole[];
}

/** One part of a mail while it is put together: the text, and the same as quoted-printable. */
export interface Part {
  text: string;
  encoded: Buffer[];
}

/** Cuts and encodes a rendered block. */
export function cutFragment(rendered: string): Fragment {
  const pieces = rendered.split(/\u0001(paper|tune)\u0001/);
  const texts = pieces.filter((_, at) => at % 2 === 0);
  return {
    texts,
    encoded: texts.map(encodeQuotedPrintable),
    holes: pieces.filter((_, at) => at % 2 === 1) as Hole[],
  };
}

/** Adds text that is of use for one mail only. */
export function appendText(part: Part, text: string): void {
  part.text += text;
  part.encoded.push(encodeQuotedPrintable(text));
}

/** Adds a fragment with its holes filled. */
export function appendFragment(part: Part, fragment: Fragment, fill: (hole: Hole) => string): void {
  fragment.texts.forEach((text, at) => {
    part.text += text;
    part.encoded.push(fragment.encoded[at] as Buffer);
    const hole = fragment.holes[at];
    if (hole !== undefined) appendText(part, fill(hole));
  });
}
