import { type ReadMail, readMail } from '../../inspect/read-mail.ts';
import { addDays } from '../../model/date.ts';
import { CONFIRM_WITHIN_MS, FRESH_LINK_MS, type Letter, type LetterKind } from '../../model/letter.ts';
import type { Message } from '../../model/message.ts';
import type { Reachable } from '../../model/subscriber.ts';
import type { Parts } from '../../pipeline/parts.ts';
import { preferenceRules } from '../../pipeline/preference-rules.ts';
import { MADE_UP, type Preview } from '../../pipeline/preview.ts';
import { slotInstant } from '../../plan/calendar.ts';
import type { StudioParts } from '../studio.ts';
import { type Editions, editionsFor } from './editions.ts';
import type { PreviewState } from './state.ts';
import { changedBy, type TypedErrors } from './what-if.ts';
import { type Chosen, type ChosenReader, choose } from './who.ts';

/** Whom and what a state is about. */
export interface Look {
  state: PreviewState;
  parts: Parts;
  chosen: Chosen;
  /** Null where there is nobody. */
  about: About | null;
}

export interface About {
  reader: ChosenReader;
  /** The reader, with what was typed: the same object where that changes nothing. */
  subscriber: Reachable;
  errors: TypedErrors;
  editions: Editions;
}

/** Reads whom and which edition a state means. */
export async function lookAt({ live }: Pick<StudioParts, 'live'>, state: PreviewState): Promise<Look> {
  const parts = await live.parts();
  const chosen = await choose({ parts, live }, state.who);
  if (chosen.kind === 'nobody') return { state, parts, chosen, about: null };
  const { subscriber: reader } = chosen;
  const { changed: subscriber, errors } = state.typed
    ? changedBy(state.typed, reader, preferenceRules(parts.catalogue))
    : { changed: reader, errors: {} };
  const editions = await editionsFor(parts, subscriber, state.edition);
  return { state, parts, chosen, about: { reader: chosen, subscriber, errors, editions } };
}

/** The mail of a state, and how it came about. */
export interface Made {
  /** Null for a letter: nothing is chosen for it. */
  preview: Preview | null;
  /** Null where there is no mail. */
  mail: ReadMail | null;
}

/** Makes the mail that a look is at. Writes nothing. */
export async function makeMail(
  { previewer }: Pick<StudioParts, 'previewer'>,
  { parts, state }: Look,
  about: About,
): Promise<Made> {
  const { subscriber, editions } = about;
  const { edition } = editions;
  if (state.mail !== 'edition') {
    return { preview: null, mail: await asRead(await letterFor(parts, subscriber, edition, state.mail)) };
  }
  const preview = await previewer.preview(parts, subscriber, edition, { asFrozen: isAsFrozen(state, about) });
  const { outcome } = preview;
  return { preview, mail: outcome.kind === 'delivery' ? await asRead(outcome.message) : null };
}

/** The bytes, read back by a parser that is not the one that wrote them. */
function asRead({ raw, envelope: { from, to } }: Message): Promise<ReadMail> {
  return readMail({ raw, envelope: { from, to: [to] } });
}

/** What is frozen is shown as it was, unless somebody would have other preferences, or it is to be planned anew. */
function isAsFrozen({ anew }: PreviewState, { subscriber, reader }: About): boolean {
  return !anew && subscriber === reader.subscriber && subscriber.num !== MADE_UP;
}

/** A letter as it would be written at the hour of this reader on this day: the same bytes at every look. */
function letterFor(parts: Parts, subscriber: Reachable, edition: string, kind: LetterKind): Promise<Message> {
  const { num, email, hour, timezone } = subscriber;
  const createdAt = slotInstant(edition, hour, timezone ?? parts.timeZone);
  const lasts = kind === 'link' ? FRESH_LINK_MS : CONFIRM_WITHIN_MS;
  const letter: Letter = {
    // No letter has this number: its links lead to pages that say so.
    num: 0,
    kind,
    subscriber: num,
    address: kind === 'move' ? email : null,
    edition: kind === 'quiet' ? edition : null,
    createdAt,
    expiresAt: createdAt + lasts,
    usedAt: null,
    state: 'pending',
    attempts: 0,
  };
  return parts.sign(parts.letter(letter, email));
}

/** The day before and the day after, each as an edition. */
export function neighbours({ edition }: Editions): { before: string; after: string } {
  return { before: addDays(edition, -1), after: addDays(edition, 1) };
}
