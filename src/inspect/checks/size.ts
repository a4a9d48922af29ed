import type { Check } from '../open-mail.ts';
import { fine, told } from '../told.ts';

/** Where Gmail cuts a mail off, and with it the way to unsubscribe; bytes of the decoded HTML. */
export const CLIPPED_AT = 102_400;
/** From here on the next long title is too much. */
const CLOSE = 0.9 * CLIPPED_AT;
/** Browsers stop at 512, and mail programs earlier. */
const DEEPEST = 256;

/** The HTML against the length at which Gmail cuts it off. */
export const checkSize: Check = ({ bytes, html, tree }) => {
  if (html === null) return [fine('size', 'The mail is plain text, which no mail program cuts off.')];
  const figure = `The HTML is ${kilobytes(bytes.html)} of ${kilobytes(CLIPPED_AT)}`;
  const shorten = 'Lower the number of papers in a mail, or make the cards of the template shorter.';
  const deep = tree.depth > DEEPEST;
  const nested = `${tree.depth} elements stand in each other; mail programs give up at some depth.`;
  return [
    ...(bytes.html > CLIPPED_AT
      ? [told('size', 'fault', `${figure}: Gmail cuts it off, and hides the way to unsubscribe.`, shorten)]
      : bytes.html > CLOSE
        ? [told('size', 'warning', `${figure}: a little more, and Gmail cuts it off.`, shorten)]
        : [fine('size', `${figure}, where Gmail cuts mails off.`)]),
    ...(deep
      ? [told('size', 'warning', nested, 'Close elements where they end; use fewer tables in tables.')]
      : []),
  ];
};

/** `41 KB` */
function kilobytes(bytes: number): string {
  const size = bytes / 1024;
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} KB`;
}
