import { UserError } from '../errors.ts';
import type { Action, ActionKind } from '../model/action.ts';
import type { Store } from '../store/store.ts';
import type { Parts } from './parts.ts';
import { callBack, planAnew, type Replanned } from './plan-anew.ts';

/** Who takes something back, and why. */
export type Because = Pick<Action, 'who' | 'why'>;

/** What came of it. */
export interface TakenBackReport extends Replanned {
  /** What it was about, for people: a title, or the source of a snapshot. */
  name: string;
  /** False when it was so already. */
  changed: boolean;
  /** Papers that nobody gets any more, or gets again. */
  papers: number;
}

/** Hides a paper: no mail names it from here on, and no page. Throws a UserError (exit code 1) for an unknown id. */
export async function hidePaper(parts: Parts, id: string, because: Because): Promise<TakenBackReport> {
  return takeBack(parts, 'hide', because, async (tx, now) => {
    const { paper, nums } = await paperWith(tx, id);
    const changed = await tx.takenBack.hide(paper.num, because.why, now);
    return { name: paper.title, subject: paper.id, changed, gone: nums, papers: 1 };
  });
}

/** Ends that: it may be carried again by later editions. */
export async function unhidePaper(parts: Parts, id: string, because: Because): Promise<TakenBackReport> {
  return takeBack(parts, 'unhide', because, async tx => {
    const { paper } = await paperWith(tx, id);
    const changed = await tx.takenBack.unhide(paper.num);
    return { name: paper.title, subject: paper.id, changed, gone: [], papers: 1 };
  });
}

/** Forgets a snapshot: it is as if it had never come, and neither had the papers that only it brought. */
export async function forgetSnapshot(parts: Parts, num: number, because: Because): Promise<TakenBackReport> {
  return takeBack(parts, 'forget', because, async (tx, now) => {
    const { source, forgottenAt } = await snapshotWith(tx, num);
    if (forgottenAt !== null) return { name: source, subject: `${num}`, changed: false, gone: [], papers: 0 };
    const held = await tx.takenBack.heldBy(num);
    const before = await tx.takenBack.among(held);
    await tx.takenBack.setForgotten(num, now);
    await tx.papers.recountSeen(held);
    const gone = [...(await tx.takenBack.among(held))].filter(one => !before.has(one));
    const aliases = [...(await tx.papers.aliases())].filter(([, elder]) => gone.includes(elder));
    return {
      name: source,
      subject: `${num}`,
      changed: true,
      gone: [...gone, ...aliases.map(([alias]) => alias)],
      papers: gone.length,
    };
  });
}

/** Makes a forgotten snapshot count again. */
export async function restoreSnapshot(parts: Parts, num: number, because: Because): Promise<TakenBackReport> {
  return takeBack(parts, 'restore', because, async tx => {
    const { source, forgottenAt } = await snapshotWith(tx, num);
    if (forgottenAt === null) return { name: source, subject: `${num}`, changed: false, gone: [], papers: 0 };
    const held = await tx.takenBack.heldBy(num);
    const before = await tx.takenBack.among(held);
    await tx.takenBack.setForgotten(num, null);
    await tx.papers.recountSeen(held);
    const still = await tx.takenBack.among(held);
    return { name: source, subject: `${num}`, changed: true, gone: [], papers: before.size - still.size };
  });
}

interface Change {
  name: string;
  subject: string;
  changed: boolean;
  /** Numbers of papers, aliases included, that no untouched delivery may carry. */
  gone: readonly number[];
  papers: number;
}

/**
 * Makes the change, puts it on record and calls back what carries a paper that is gone, all of it or nothing; then plans that
 * anew. Whatever a worker holds already goes out as it is.
 */
async function takeBack(
  parts: Parts,
  what: ActionKind,
  because: Because,
  change: (tx: Store, now: number) => Promise<Change>,
): Promise<TakenBackReport> {
  const { store, clock } = parts;
  const now = clock.now();
  const { name, changed, papers } = await store.transaction(async tx => {
    const made = await change(tx, now);
    if (!made.changed) return made;
    await tx.actions.add({ at: now, what, subject: made.subject, ...because });
    await callBack(tx, new Set(made.gone), now);
    return made;
  });
  return { name, changed, papers, ...(await planAnew(parts)) };
}

async function paperWith(store: Store, id: string) {
  const found = await store.papers.byId(id);
  if (found) return found;
  throw new UserError(`There is no paper "${id}". Ids stand in: paperboy papers`, 1);
}

async function snapshotWith(store: Store, num: number) {
  const found = await store.takenBack.snapshot(num);
  if (found) return found;
  throw new UserError(`There is no snapshot ${num}. Numbers stand in: paperboy snapshots`, 1);
}
