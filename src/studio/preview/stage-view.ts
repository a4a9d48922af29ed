import { explainHeaders } from '../../inspect/headers/explain-header.ts';
import { inOutlook } from '../../inspect/outlook/outlook.ts';
import type { Reachable } from '../../model/subscriber.ts';
import { type DeliveryPreview, MADE_UP, type Preview } from '../../pipeline/preview.ts';
import type { HandOverView } from '../views.ts';
import { nextDue } from './editions.ts';
import type { About, Look, Made } from './look.ts';
import { addressOf, type PreviewState, SCHEMES, VIEWS, WIDTHS } from './state.ts';
import type { Choice, MailView, NoneView, StageView } from './views.ts';
import {
  becauseOf,
  instantInWords,
  SCHEME_NAMES,
  SKIP_NAMES,
  STATE_WORDS,
  shortDate,
  VIEW_NAMES,
  WIDTH_NAMES,
  wayOnFrom,
} from './words.ts';

type Mail = NonNullable<Made['mail']>;

/** The middle, where there is somebody to look at. */
export function stageView(
  look: Look,
  about: About,
  { preview, mail }: Made,
  shown: { version: number; handOver: HandOverView },
): StageView {
  if (mail) return { mail: mailView(look, about, mail, preview, shown), none: null };
  return { mail: null, none: preview ? skipView(look.state, about, preview, look.parts.timeZone) : null };
}

function mailView(
  { state, parts }: Look,
  { subscriber }: About,
  mail: Mail,
  preview: Preview | null,
  { version, handOver }: { version: number; handOver: HandOverView },
): MailView {
  const zone = subscriber.timezone ?? parts.timeZone;
  const delivery = preview?.outcome.kind === 'delivery' ? preview.outcome : null;
  const framed = state.view === 'mail' || state.view === 'outlook';
  const html = mail.html ?? '';
  const { branches, problems } =
    state.view === 'outlook' ? inOutlook(inLines(html)) : { branches: [], problems: [] };
  return {
    subject: mail.subject,
    from: mail.from,
    to: mail.to,
    envelope: `${mail.envelope.from || '<>'} → ${mail.envelope.to.join(', ')}`,
    standing: delivery ? standingOf(delivery, zone) : 'A letter, as it would be written at that hour.',
    anew: anewChoice(state, delivery),
    download: addressOf(state, '/preview.eml'),
    handOver,
    views: switches(state, 'view', VIEWS, VIEW_NAMES),
    widths: switches(state, 'width', WIDTHS, WIDTH_NAMES),
    schemes: switches(state, 'scheme', SCHEMES, SCHEME_NAMES),
    images: [
      { id: 'images-on', name: 'On', link: addressOf({ ...state, images: true }), current: state.images },
      { id: 'images-off', name: 'Off', link: addressOf({ ...state, images: false }), current: !state.images },
    ],
    isFramed: framed,
    frame: framed ? frameAddress(state, version) : '',
    frameTitle: state.view === 'outlook' ? 'The mail roughly as Outlook for Windows shows it' : 'The mail',
    device: state.width,
    text: state.view === 'text' ? (mail.text ?? 'This mail has no text part.') : null,
    source:
      state.view === 'html'
        ? { name: 'HTML part', lines: linesOf(inLines(html)) }
        : state.view === 'raw'
          ? { name: 'Whole message', lines: linesOf(mail.raw.toString('latin1')) }
          : null,
    headers: state.view === 'headers' ? explainHeaders(mail.headers) : null,
    outlook: state.view === 'outlook' ? { branches, problems } : null,
    links: linksInWords(subscriber, preview),
  };
}

/** What the frame shows depends on less than the page does: it is loaded anew only where that changes. */
function frameAddress(state: PreviewState, version: number): string {
  const { view, scheme, images, who, edition, mail, anew, typed } = state;
  const bare = addressOf(
    {
      ...{ who, edition, mail, anew, typed, scheme, images },
      view: view === 'outlook' ? view : 'mail',
      ...{ find: '', width: 'phone', panel: 'checks', span: '14', all: false },
    },
    '/preview/frame',
  );
  return `${bare}${bare.includes('?') ? '&' : '?'}v=${version}`;
}

function switches<Name extends 'view' | 'width' | 'scheme', Value extends PreviewState[Name]>(
  state: PreviewState,
  name: Name,
  values: readonly Value[],
  names: Readonly<Record<Value, string>>,
): (Choice & { id: string })[] {
  return values.map(value => ({
    id: `${name}-${value}`,
    name: names[value],
    link: addressOf({ ...state, [name]: value }),
    current: state[name] === value,
  }));
}

function linksInWords({ num }: Reachable, preview: Preview | null): string {
  if (preview === null) return 'Its links lead nowhere: this letter was never written.';
  if (num === MADE_UP) return 'Its links lead nowhere: this reader is no subscriber.';
  return 'Its links are the real ones of this reader, and open in a new tab: whoever leaves by them unsubscribes that reader.';
}

function standingOf({ state, slot, barred }: DeliveryPreview, zone: string): string {
  const due = instantInWords(slot, zone);
  if (state === null) return `Not frozen: planned by now, due ${due}.`;
  const record = `On record: ${lowered(STATE_WORDS[state])}. Due ${due}.`;
  return barred === null ? record : `${record} It will not be handed over: they are ${barred} by now.`;
}

/** What is frozen can be planned anew, and back. */
function anewChoice(state: PreviewState, delivery: DeliveryPreview | null): Choice | null {
  if (state.anew) {
    return { name: 'Show it as it was frozen', link: addressOf({ ...state, anew: false }), current: true };
  }
  if (!delivery || delivery.state === null) return null;
  return { name: 'Plan it anew', link: addressOf({ ...state, anew: true }), current: false };
}

function skipView(
  state: PreviewState,
  { subscriber, editions }: About,
  { outcome, recorded, edition }: Preview,
  timeZone: string,
): NoneView {
  const reason = outcome.kind === 'skip' ? outcome.reason : 'not-due';
  const due = nextDue(subscriber.cadence, edition);
  const words = [
    `${shortDate(edition)} brings ${subscriber.name ?? subscriber.email} nothing, because ${becauseOf(reason, subscriber, edition)}.`,
    wayOnFrom(reason),
    recorded
      ? `On record: skipped as ${recorded.reason} (${SKIP_NAMES[recorded.reason]}), decided ${instantInWords(recorded.at, subscriber.timezone ?? timeZone)}.`
      : 'On record: nothing; nobody was planned in this edition for them.',
  ];
  const isOn = reason === 'not-due' && due !== editions.edition;
  return {
    heading: 'No mail',
    words,
    link: isOn ? addressOf({ ...state, edition: due }) : '',
    linkText: isOn ? `Their next day: ${shortDate(due)}` : '',
  };
}

/** Where HTML begins something of its own. */
const BEGINNINGS =
  /(?<=\S)(?=<(?:!--\[if|(?:head|meta|title|style|body|table|tbody|tr|td|div|h[1-6]|p|ul|ol|li|\/body|\/html)[\s>]))/gi;

/** A mail travels without a line end to spare: broken where its elements begin, it can be read. */
function inLines(html: string): string {
  return html.replace(BEGINNINGS, '\n');
}

function linesOf(text: string): string[] {
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
