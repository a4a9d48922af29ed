import { UserError } from '../../errors.ts';
import type { Action } from '../../model/action.ts';
import { whyNoNote } from '../../model/note.ts';
import {
  type Because,
  forgetSnapshot,
  hidePaper,
  restoreSnapshot,
  type TakenBackReport,
  unhidePaper,
} from '../../pipeline/take-back.ts';
import { cleanText } from '../../render/clean-text.ts';
import type { FoundPaper, ListedSnapshot } from '../../store/taken-back.ts';
import type { Sent } from '../sent.ts';
import type { Notice } from '../views.ts';
import type { Pages } from '../web-app.ts';
import { type Frame, forOperator, fromOperator, type Room } from './for-operator.ts';
import type { AdminPapersView, PaperRow, SnapshotRow } from './views.ts';
import { clockTime, done, wrong } from './words.ts';

const FOUND = 20;
const HIDDEN = 50;
const SNAPSHOTS = 30;
const ACTS = 10;
/** Longest text that is looked for. */
const LONGEST = 200;

/** What may be taken back: a paper, or a snapshot with all that only it brought; and what was taken back lately. */
export function paperActPages(pages: Pages, room: Room): void {
  const { site, operator } = room;
  const { parts, show, links } = site;
  const { store, timeZone } = parts;

  pages.get(
    '/admin/papers',
    forOperator(room, async (c, { frame }) =>
      show(c, 'admin-papers', await view(frame, (c.req.query('q') ?? '').trim(), null)),
    ),
  );

  pages.post(
    '/admin/papers',
    fromOperator(room, async (c, { frame, sent }) => {
      const notice = await act(sent).catch(refused);
      const page = await view(frame, sent.one('q')?.trim() ?? '', notice);
      return show(c, 'admin-papers', page, notice.good ? 200 : 422);
    }),
  );

  /** Does what the button says. */
  async function act(sent: Sent): Promise<Notice> {
    const why = sent.one('why')?.trim() ?? '';
    const problem = whyNoNote(why);
    if (problem) return wrong('Nothing was done', problem, 'why');
    const because: Because = { who: 'operator page', why: why || null };
    const [, word = '', what = ''] =
      /^(hide|unhide|forget|restore) ([^\s\p{Cc}]{1,200})$/u.exec(sent.one('do') ?? '') ?? [];
    if (word === 'hide') return told(`hid paper ${what}`, await hidePaper(parts, what, because), 'is hidden');
    if (word === 'unhide')
      return told(`showed paper ${what} again`, await unhidePaper(parts, what, because), 'is shown again');
    if (word === 'forget')
      return told(
        `forgot snapshot ${what}`,
        await forgetSnapshot(parts, snapshotNumber(what), because),
        'is forgotten',
      );
    if (word === 'restore')
      return told(
        `restored snapshot ${what}`,
        await restoreSnapshot(parts, snapshotNumber(what), because),
        'counts again',
      );
    return wrong('Nothing was done', 'The form named nothing that can be done here.');
  }

  function told(did: string, report: TakenBackReport, what: string): Notice {
    const name = `“${cleanText(report.name) || 'Untitled paper'}”`;
    if (!report.changed) return done(`Nothing to do: ${name} ${what} already`);
    operator.onOperator(did);
    if (report.replanned > 0) site.onAsked();
    const { replanned, withoutMail } = report;
    const anew = `Planned anew: ${counted(replanned, 'mail')} with other papers, ${counted(withoutMail, 'reader')} with nothing left.`;
    return done(
      `${name} ${what}`,
      ...(replanned + withoutMail > 0 ? [anew] : []),
      'What is on its way, or was delivered, stays as it is.',
    );
  }

  async function view(frame: Frame, typed: string, notice: Notice | null): Promise<AdminPapersView> {
    // As a title is stored; PostgreSQL takes no control character.
    const search = cleanText(typed).slice(0, LONGEST);
    const found = search === '' ? [] : await store.takenBack.find(search, FOUND);
    return {
      ...frame('Papers', 'Papers', notice),
      action: operator.links.papers,
      search,
      none: search !== '' && found.length === 0,
      found: found.map(paperRow),
      hidden: (await store.takenBack.find('', HIDDEN)).map(paperRow),
      snapshots: (await store.takenBack.snapshots(SNAPSHOTS)).map(snapshotRow),
      acts: (await store.actions.last(ACTS)).map(actRow),
    };
  }

  function paperRow({ id, title, firstSeen, hiddenAt, why }: FoundPaper): PaperRow {
    return {
      id,
      title: cleanText(title) || 'Untitled paper',
      link: links.paper(id),
      firstSeen,
      isHidden: hiddenAt !== null,
      state:
        hiddenAt === null ? 'shown' : `hidden since ${clockTime(hiddenAt, timeZone)}${why ? `: ${why}` : ''}`,
    };
  }

  function snapshotRow({
    num,
    source,
    capturedAt,
    status,
    entries,
    forgottenAt,
  }: ListedSnapshot): SnapshotRow {
    const isForgotten = forgottenAt !== null;
    const state = isForgotten ? `forgotten since ${clockTime(forgottenAt, timeZone)}` : status;
    return { num, source, capturedAt, entries, isForgotten, state };
  }

  function actRow({ at, who, what, subject, why }: Action) {
    return { at: clockTime(at, timeZone), what: `${WORDS[what]} ${subject}`, who, why: why ?? '' };
  }
}

const WORDS: Record<Action['what'], string> = {
  hide: 'hid paper',
  unhide: 'showed again paper',
  forget: 'forgot snapshot',
  restore: 'restored snapshot',
  approve: 'approved edition',
  pause: 'paused edition',
  resume: 'let go on edition',
  cancel: 'cancelled edition',
};

/** 0, which no snapshot has, for what is none. */
function snapshotNumber(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

function refused(error: unknown): Notice {
  if (error instanceof UserError) return wrong('Nothing was done', error.message);
  throw error;
}
