import type { SelectedPaper, Selection, SizeTable } from '../model/edition.ts';
import type { MailLinks, Message } from '../model/message.ts';
import { cleanText } from './clean-text.ts';
import type { EditionContext, Recipient } from './context.ts';
import { type MailViews, mailViews, type ShownGroup } from './edition-views.ts';
import type { Face } from './face.ts';
import { messageFields } from './fields.ts';
import { appendFragment, appendText, cutFragment, type Fragment, HOLES, type Part } from './fragment.ts';
import { memoize } from './memoize.ts';
import { deliveryTag } from './message-id.ts';
import { composeAlternative } from './mime.ts';
import { byteLength, CLIPPED_AT, fitted, ROOM } from './room.ts';
import { measureSizes } from './sizes.ts';
import { type CardView, type PaperView, paperView } from './views.ts';

/** Renders the mails of one edition. */
export interface EditionRenderer {
  /** For selection: what fits is decided with these numbers, and then fits. */
  sizes: SizeTable;
  /** Throws when the mail would be clipped (a selection beyond `sizes`) or an address is no address. */
  render(to: Recipient, selection: Selection, links: MailLinks): Message;
  /** The Message-ID of the mail to a subscriber, the same at every attempt. */
  messageId(subscriber: number): string;
}

/** A reason is read at a glance: the first terms say it. */
const TERMS_SHOWN = 3;

type FragmentOf = (paper: SelectedPaper, group: ShownGroup, best: boolean) => Fragment;

/**
 * Cards and lines are rendered and encoded once per (paper, group) and joined per reader; everything else is
 * rendered per reader.
 */
export function createEditionRenderer(html: Face, plain: Face, context: EditionContext): EditionRenderer {
  const paper = memoize((num: number) => paperView(context.papers(num)));
  const htmlFragment = fragmentCache(html, context, paper);
  const plainFragment = fragmentCache(plain, context, paper);
  const names = { listName: cleanText(context.listName), postalAddress: cleanText(context.postalAddress) };
  const domain = context.from.address.slice(context.from.address.lastIndexOf('@') + 1);

  const tagOf = (purpose: string, num: number) => deliveryTag(context.idKey, purpose, context.edition, num);
  const messageId = (num: number) => `<v1.${context.edition}.${tagOf('message-id', num)}@${domain}>`;

  function render(to: Recipient, selection: Selection, links: MailLinks): Message {
    const views = mailViews(context, paper, to, selection, links);
    const idOf = (num: number) => context.papers(num).id;
    const plainPart = assemble(plain, views, plainFragment, links, idOf);
    const htmlPart = assemble(html, views, htmlFragment, links, idOf);
    const size = byteLength(htmlPart.text);
    if (size >= CLIPPED_AT)
      throw new Error(`the HTML of this mail takes ${size} bytes; ${CLIPPED_AT} is clipped`);
    const id = messageId(to.num);
    const fields = messageFields(context, to, links, id, views.subject);
    return {
      envelope: { from: to.envelopeFrom, to: to.email },
      messageId: id,
      subject: views.subject,
      html: htmlPart.text,
      text: plainPart.text,
      raw: composeAlternative(fields, `=_${tagOf('boundary', to.num)}`, plainPart.encoded, htmlPart.encoded),
    };
  }

  return { sizes: measureSizes(html, names, paper), render, messageId };
}

function fragmentCache(face: Face, context: EditionContext, paper: (num: number) => PaperView): FragmentOf {
  const known = new Map<string, Fragment>();
  return ({ num, form }, group, best) => {
    const key = form === 'line' ? `${num}` : `${num} ${best} ${group.kind} ${group.key}`;
    let fragment = known.get(key);
    if (!fragment) {
      const card = () => face.render('card', cardView(context, paper(num), num, group, best));
      fragment = cutFragment(form === 'line' ? face.render('line', paper(num)) : card());
      known.set(key, fragment);
    }
    return fragment;
  };
}

function cardView(
  context: EditionContext,
  paper: PaperView,
  num: number,
  group: ShownGroup,
  best: boolean,
): CardView {
  const terms = distinct(context.explain(num, { kind: group.kind, key: group.key })).slice(0, TERMS_SHOWN);
  return {
    ...paper,
    best,
    group: group.name,
    query: group.kind === 'query',
    terms: fitted(cleanText(terms.join(', ')), ROOM.terms),
    paperLink: HOLES.paper,
    tuneLink: HOLES.tune,
  };
}

/** Terms without those that stand within an earlier one: `megatron` says nothing after `Megatron-LM`. */
function distinct(terms: readonly string[]): string[] {
  const told: string[] = [];
  for (const term of terms) {
    const small = term.toLowerCase();
    if (!told.some(one => one.toLowerCase().includes(small))) told.push(term);
  }
  return told;
}

function assemble(
  face: Face,
  views: MailViews,
  fragmentOf: FragmentOf,
  links: MailLinks,
  idOf: (num: number) => string,
): Part {
  const part: Part = { text: '', encoded: [] };
  appendText(part, face.render('head', views.head));
  for (const group of views.groups) {
    appendText(part, face.render('group', { anchor: group.anchor, name: group.name }));
    for (const paper of group.papers) {
      const fragment = fragmentOf(paper, group, paper.num === views.best);
      appendFragment(part, fragment, hole => face.link(links[hole](idOf(paper.num))));
    }
  }
  if (views.more) appendText(part, face.render('more', views.more));
  if (views.again) appendText(part, face.render('again', views.again));
  if (views.updates) appendText(part, face.render('updates', views.updates));
  appendText(part, face.render('tail', views.tail));
  return part;
}
