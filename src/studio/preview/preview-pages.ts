import { dirname, relative } from 'node:path';
import { frameHtml } from '../../inspect/frame.ts';
import { inOutlook } from '../../inspect/outlook/outlook.ts';
import { inWords } from '../../mistake.ts';
import { checksView } from '../checks-view.ts';
import { handOverPages, handOverView } from '../hand-over.ts';
import { inspectFacts } from '../inspect-facts.ts';
import type { Live } from '../live.ts';
import type { Room, StudioContext, StudioPages } from '../room.ts';
import { MAIL_RULES, RULES } from '../rules.ts';
import { deskView, nameOf } from './desk-view.ts';
import { openInspections } from './inspections.ts';
import { type About, type Look, lookAt, type Made, makeMail } from './look.ts';
import { stageView } from './stage-view.ts';
import { addressOf, PANELS, readState } from './state.ts';
import { timeView } from './time-view.ts';
import type { NoneView, PanelView, PreviewView } from './views.ts';
import { peopleBeginning } from './who.ts';
import { whyView } from './why-view.ts';
import { MAIL_NAMES, PANEL_NAMES, shortDate } from './words.ts';

/** Pictures may come from elsewhere, as they do where the mail is read; and the page around it may look into the frame, to keep its place. */
const FRAME_RULES = MAIL_RULES.replace('img-src data:', 'img-src data: https: http:').replace(
  'sandbox ',
  'sandbox allow-same-origin ',
);
const MISTAKES_SHOWN = 5;
const NO_MAIL = 'There is no mail here: the page around says why.\n';

/** Any mail, for anyone, on any day. Everything is in the address of the page; nothing is changed here. */
export function previewPages(pages: StudioPages, room: Room): void {
  const { parts: studio, show, handOver } = room;
  const { live } = studio;
  let inspections: ReturnType<typeof openInspections> | null = null;
  const inspected = async (raw: Buffer) => {
    inspections ??= openInspections(await inspectFacts(studio.app));
    return inspections(raw);
  };

  pages.get('/preview', async c => {
    const look = await lookAt(studio, stateOf(c));
    const { state, chosen, about } = look;
    const made = about && (await makeMail(studio, look, about));
    const people = await peopleBeginning({ parts: look.parts, live }, state.find);
    const status = chosen.kind === 'nobody' ? 404 : about?.editions.problem ? 400 : 200;
    const shown = {
      version: c.var.version,
      handOver: handOverView(handOver, '/preview', new URL(c.req.url).search),
    };
    const none = chosen.kind === 'nobody' ? nobodyView(look, chosen) : null;
    const view: PreviewView = {
      title: titleOf(look),
      said: saidOf(about, made),
      ...mistakesView(live, dirname(studio.app.home.templates)),
      desk: deskView(look, people),
      stage: about && made ? stageView(look, about, made, shown) : { mail: null, none },
      panel: await panelView(look, about, made, c.req.raw.signal),
    };
    return show(c, 'preview', view, status);
  });

  pages.get('/preview/frame', async c => {
    const { state, mail } = await mailOf(c);
    if (!mail?.html) return c.text(NO_MAIL, 404);
    const { scheme, images, view } = state;
    const html = view === 'outlook' ? inOutlook(mail.html).html : mail.html;
    c.header(RULES, FRAME_RULES);
    return c.html(frameHtml(html, { scheme, images }));
  });

  pages.get('/preview.eml', async c => {
    const { mail, name } = await mailOf(c);
    if (!mail) return c.text(NO_MAIL, 404);
    return c.body(new Uint8Array(mail.raw), 200, {
      'Content-Type': 'message/rfc822',
      'Content-Disposition': `attachment; filename="${name}.eml"`,
    });
  });

  handOverPages(pages, room, '/preview', async c => (await mailOf(c)).mail?.raw ?? null);

  async function mailOf(c: StudioContext) {
    const look = await lookAt(studio, stateOf(c));
    const { about, state } = look;
    const made = about && (await makeMail(studio, look, about));
    const name = about ? `${about.editions.edition}-${about.subscriber.email}` : '';
    return { state, mail: made?.mail ?? null, name: name.replace(/[^\w@.+-]/g, '_') };
  }

  async function panelView(
    { state, parts }: Look,
    about: About | null,
    made: Made | null,
    signal: AbortSignal,
  ): Promise<PanelView> {
    const panel: PanelView = {
      panels: PANELS.map(name => ({
        id: `panel-${name}`,
        name: PANEL_NAMES[name],
        link: addressOf({ ...state, panel: name, all: false }),
        current: name === state.panel,
      })),
      checks: null,
      why: null,
      time: null,
      nothing: '',
    };
    if (!about || !made) return { ...panel, nothing: 'Choose somebody first.' };
    const { subscriber, reader, editions } = about;
    if (state.panel === 'checks') {
      return made.mail
        ? { ...panel, checks: checksView(await inspected(made.mail.raw)) }
        : { ...panel, nothing: 'There is no mail to look at.' };
    }
    if (state.panel === 'why') {
      return made.preview
        ? { ...panel, why: whyView(made.preview.why, state, subscriber.max) }
        : { ...panel, nothing: 'A letter carries no papers.' };
    }
    const order = { to: editions.edition, days: Number(state.span), signal };
    const replayed = await studio.replay(parts, reader.subscriber, subscriber, order);
    const isChanged = subscriber !== reader.subscriber;
    return { ...panel, time: timeView(replayed, state, { edition: editions.edition, isChanged }) };
  }
}

/** One slip may make everything after it wrong: the first ones are enough to mend it. */
function mistakesView(
  live: Pick<Live, 'mistakes' | 'isBehind'>,
  home: string,
): Pick<PreviewView, 'mistaken' | 'mistakes' | 'moreMistakes'> {
  const mistakes = live.mistakes();
  const shown = mistakes.slice(0, MISTAKES_SHOWN);
  return {
    mistaken: live.isBehind()
      ? 'The files as they are do not work. Below is the last mail that did.'
      : 'Not all of the files work. The mail below is made of those that do.',
    mistakes: shown.map(mistake => {
      const { message, excerpt } = mistake;
      const file = relative(home, mistake.file);
      return { place: inWords({ ...mistake, file, message: '' }).replace(/: $/, ''), message, excerpt };
    }),
    moreMistakes: mistakes.length > shown.length ? `And ${mistakes.length - shown.length} more.` : '',
  };
}

/** What is read out: what is shown, and what of what was typed is not in it. */
function saidOf(about: About | null, made: Made | null): string {
  const wrong = about ? [about.editions.problem ?? '', ...Object.values(about.errors)] : [];
  const shown = made?.mail ? `Shown: ${made.mail.subject}` : 'There is no mail.';
  return [...wrong.filter(problem => problem !== ''), shown].join(' ');
}

function stateOf(c: StudioContext) {
  return readState(new URL(c.req.url).searchParams);
}

function titleOf({ state, about }: Look): string {
  if (!about) return 'Preview';
  const what = state.mail === 'edition' ? shortDate(about.editions.edition) : MAIL_NAMES[state.mail];
  return `${what} for ${nameOf(about.subscriber)}`;
}

function nobodyView({ state }: Look, { heading, words }: { heading: string; words: string }): NoneView {
  return {
    heading,
    words: [words, 'Choose somebody on the left, or somebody made up.'],
    link: addressOf({ ...state, who: '', find: '' }),
    linkText: 'Whoever comes first',
  };
}
