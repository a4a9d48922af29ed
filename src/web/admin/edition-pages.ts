import { UserError } from '../../errors.ts';
import { isCalendarDate } from '../../model/date.ts';
import { DELIVERY_STATES } from '../../model/delivery.ts';
import { whyNoNote } from '../../model/note.ts';
import { holdEdition } from '../../pipeline/hold-edition.ts';
import { acceptUnknown, type ResolveWord, resolveDelivery } from '../../pipeline/resolve.ts';
import type { Sent } from '../sent.ts';
import type { Notice } from '../views.ts';
import type { Pages } from '../web-app.ts';
import { NO_SUCH_EDITION } from '../words.ts';
import { type Filter, readEdition } from './edition-view.ts';
import { forOperator, fromOperator, type Room } from './for-operator.ts';
import { done, wrong } from './words.ts';

const LISTED = 30;
const WHY = 'by the operator';
const WHO = 'operator page';

/** What came of the operator's word, to be told on the page. */
interface Outcome {
  /** Null when it is only asked whether it is really meant. */
  notice: Notice | null;
  /** The line as typed, when it cannot stand like that. */
  note?: { text: string; error: string };
}

/** The editions, and one of them: its accounts, its deliveries, and what may be done about it. */
export function editionPages(pages: Pages, room: Room): void {
  const { site, operator } = room;
  const { parts, show } = site;
  const { store } = parts;
  const { links } = operator;

  pages.get(
    '/admin/editions',
    forOperator(room, async (c, { frame }) => {
      const typed = (c.req.query('date') ?? '').trim();
      if (isCalendarDate(typed)) return c.redirect(links.edition(typed), 303);
      const last = c.req.query('last') ?? '';
      const found = await store.editions.newest(LISTED + 1, isCalendarDate(last) ? last : undefined);
      const older = found[LISTED]?.id;
      const notice = typed
        ? wrong('There is no such day', `Expected a date like 2026-06-02, got “${typed}”.`, 'date')
        : null;
      return show(
        c,
        'admin-editions',
        {
          ...frame('Editions', 'Editions', notice),
          action: links.editions,
          typed,
          editions: found.slice(0, LISTED).map(one => ({ ...one, link: links.edition(one.id) })),
          older: older ? `${links.editions}?last=${older}` : '',
        },
        notice ? 422 : 200,
      );
    }),
  );

  pages.get(
    '/admin/editions/:id',
    forOperator(room, async (c, { frame }) => {
      const id = c.req.param('id') ?? '';
      if (!isCalendarDate(id)) return show(c, 'message', NO_SUCH_EDITION, 404);
      const filter = filterOf(c.req.query('state'), c.req.query('after'));
      return show(c, 'admin-edition', {
        ...frame('Editions', `Edition ${id}`),
        ...(await readEdition(room, id, filter)),
      });
    }),
  );

  pages.post(
    '/admin/editions/:id',
    fromOperator(room, async (c, { frame, sent }) => {
      const id = c.req.param('id') ?? '';
      if (!isCalendarDate(id)) return show(c, 'message', NO_SUCH_EDITION, 404);
      const outcome = await act(id, sent).catch(refused);
      const filter = filterOf(sent.one('state'), sent.one('after'));
      const view = await readEdition(room, id, filter);
      const note = outcome.note ? { ...view.note, ...outcome.note } : view.note;
      const hold = { ...view.hold, confirm: outcome.notice === null };
      const page = { ...frame('Editions', `Edition ${id}`, outcome.notice), ...view, note, hold };
      return show(c, 'admin-edition', page, outcome.notice?.good === false ? 422 : 200);
    }),
  );

  /** Does what the button says. */
  async function act(id: string, sent: Sent): Promise<Outcome> {
    const word = sent.one('do');
    if (word === 'pause') return pause(id, sent.one('why')?.trim() || WHY);
    if (word === 'resume') return resume(id);
    if (word === 'approve') return approve(id);
    if (word === 'cancel') return { notice: null };
    if (word === 'cancel-for-good') return cancel(id);
    if (word === 'note') return setNote(id, sent.one('note')?.trim() ?? '');
    if (word === 'accept-all') return acceptAll(id);
    const [, resolution, num] = /^(accepted|resend) (\d{1,9})$/.exec(word ?? '') ?? [];
    if (resolution && num) return resolve(id, Number(num), resolution as ResolveWord);
    return { notice: wrong('Nothing was done', 'The form named nothing that can be done here.') };
  }

  async function pause(id: string, why: string): Promise<Outcome> {
    const problem = whyNoNote(why);
    if (problem) return { notice: wrong('The edition is not paused', problem, 'why') };
    const { before } = await holdEdition(parts, id, 'pause', { who: WHO, reason: why });
    if (before) return { notice: done(`The edition was paused already: ${before.pausedWhy}`) };
    operator.onOperator(`paused edition ${id}`);
    return { notice: done('The edition is paused', 'Nothing of it is handed over until it goes on.') };
  }

  async function resume(id: string): Promise<Outcome> {
    const { changed } = await holdEdition(parts, id, 'resume', { who: WHO, reason: WHY });
    if (!changed) return { notice: done('The edition was not paused') };
    operator.onOperator(`let edition ${id} go on`);
    site.onAsked();
    return {
      notice: done('The edition goes on', 'What it owes is delivered by paperboy serve, or paperboy send.'),
    };
  }

  async function approve(id: string): Promise<Outcome> {
    const { report } = await holdEdition(parts, id, 'approve', { who: WHO, reason: WHY });
    operator.onOperator(`approved edition ${id}`);
    site.onAsked();
    const isPaused = report.state === 'paused';
    const told = isPaused ? 'It is still paused.' : 'It goes at its hour. No check holds it any more.';
    return { notice: done('The edition is approved', told) };
  }

  async function cancel(id: string): Promise<Outcome> {
    const { changed } = await holdEdition(parts, id, 'cancel', { who: WHO, reason: WHY });
    if (!changed) return { notice: done('The edition was cancelled already') };
    operator.onOperator(`cancelled edition ${id}`);
    return { notice: done('The edition is cancelled', 'What it held goes into later editions.') };
  }

  async function setNote(id: string, text: string): Promise<Outcome> {
    const problem = whyNoNote(text);
    if (problem)
      return { notice: wrong('The line is not saved', problem, 'note'), note: { text, error: problem } };
    const before = (await store.notes.current(id))?.text ?? '';
    if (text === before) return { notice: done('Nothing to save: the line is as it was') };
    await store.notes.set(id, text, parts.clock.now());
    operator.onOperator(`${text ? 'set' : 'took away'} the line of edition ${id}`);
    const told = 'Mails that are prepared already keep what they have.';
    return { notice: done(text ? 'The line is saved' : 'The line is taken away', told) };
  }

  async function resolve(id: string, num: number, word: ResolveWord): Promise<Outcome> {
    if (!(await resolveDelivery(parts, id, num, word))) {
      return {
        notice: wrong(
          'Nothing was changed',
          `The delivery to subscriber ${num} is not unknown, or not any more.`,
        ),
      };
    }
    operator.onOperator(`resolved delivery ${id}.${num}: ${word}`);
    if (word === 'accepted') return { notice: done(`The delivery to subscriber ${num} counts as accepted`) };
    site.onAsked();
    return {
      notice: done(`The delivery to subscriber ${num} goes out once more`, 'They may get a second copy.'),
    };
  }

  async function acceptAll(id: string): Promise<Outcome> {
    const settled = await acceptUnknown(parts, id);
    if (settled === 0) return { notice: done('Nothing was unknown') };
    operator.onOperator(`resolved ${settled} deliveries of edition ${id}: accepted`);
    const what = settled === 1 ? 'One unknown delivery counts' : `${settled} unknown deliveries count`;
    return { notice: done(`${what} as accepted now`) };
  }
}

/** What cannot be is told in words. */
function refused(error: unknown): Outcome {
  if (error instanceof UserError) return { notice: wrong('Nothing was changed', error.message) };
  throw error;
}

/** Whatever is asked for that is no state, or no number, counts as not asked for. */
function filterOf(state: string | undefined, after: string | undefined): Filter {
  return {
    state: DELIVERY_STATES.find(one => one === state) ?? null,
    after: numberOf(after),
  };
}

/** A number of a subscriber as it stands in a link; 0 for anything else. */
export function numberOf(text: string | undefined): number {
  return /^\d{1,9}$/.test(text ?? '') ? Number(text) : 0;
}
