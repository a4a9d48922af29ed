import type { Letter } from '../../model/letter.ts';
import type { Preferences, Reachable } from '../../model/subscriber.ts';
import type { RecentWeek } from '../../pipeline/recent.ts';
import { counted } from '../../render/views.ts';
import { masked } from '../reader/for-reader.ts';
import { cadenceInWords, hourInWords } from '../reader/preference-form.ts';
import type { Site } from '../site.ts';
import type { MessageView } from '../views.ts';
import { paperLines } from './home-view.ts';
import type { ConfirmedView, ConfirmView } from './views.ts';
import { confirmWording } from './wordings.ts';

/** Papers named of those that the first edition may bring. */
const MOST_NAMED = 3;

/** What somebody chose, and the button that makes it so. */
export function confirmView(site: Site, reader: Reachable, action: string): ConfirmView {
  return {
    title: 'Confirm your subscription',
    text: `${site.listName} is to mail research papers to ${masked(reader.email)}. This is what was chosen:`,
    action,
    choices: choicesOf(site, reader),
    wording: confirmWording(site.listName, 'confirm'),
    button: 'Yes, send me the papers',
  };
}

/** Asks whether mail is to go to another address. */
export function moveView(site: Site, { address }: Letter, action: string): ConfirmView {
  return {
    title: 'Confirm your new address',
    text: `A subscription to ${site.listName} is to move to ${masked(address ?? '')}. Topics, days and everything else stay as they are.`,
    action,
    choices: [],
    wording: confirmWording(site.listName, 'move'),
    button: 'Yes, mail me here',
  };
}

function choicesOf({ parts, topicName }: Site, chosen: Preferences): ConfirmView['choices'] {
  const { topics, queries, cadence, hour, timezone } = chosen;
  const days = cadenceInWords(cadence);
  return [
    { name: 'Topics', values: topics.map(topicName) },
    { name: queries.length > 1 ? 'Own queries' : 'Own query', values: queries },
    { name: 'Days', values: [days.charAt(0).toUpperCase() + days.slice(1)] },
    {
      name: 'Hour',
      values: [`${hourInWords(hour)}, ${(timezone ?? parts.timeZone).replaceAll('_', ' ')} time`],
    },
  ].filter(({ values }) => values.length > 0);
}

/** It is done: what comes now. */
export async function confirmedView(
  { links }: Site,
  reader: Reachable,
  week: RecentWeek,
): Promise<ConfirmedView> {
  const found = await week.wouldBring(reader);
  const first =
    found.length === 0
      ? 'Nothing of the last week matches what you chose: your first mail comes as soon as something does.'
      : `Your first edition is on its way: ${counted(found.length, 'paper')} of the last week ${found.length === 1 ? 'matches' : 'match'} what you chose.`;
  return {
    title: 'You are subscribed',
    lead: first,
    text: 'Every mail has links at its end that change what you get, or end it. There is no account and no password.',
    papers: paperLines(links, found.slice(0, MOST_NAMED)),
    preferences: links.preferences(reader.num),
  };
}

export function movedView({ links, listName }: Site, reader: Reachable): ConfirmedView {
  return {
    title: 'Your address is changed',
    lead: `Mail of ${listName} goes to ${masked(reader.email)} from now on.`,
    text: 'We told the old address, so that nobody is moved away without knowing.',
    papers: [],
    preferences: links.preferences(reader.num),
  };
}

/** It was done before. */
export function alreadyView({ links, listName }: Site, reader: Reachable): MessageView {
  return {
    title: 'You are subscribed',
    text: [`Mail of ${listName} goes to ${masked(reader.email)}. There is nothing left to confirm.`],
    link: links.preferences(reader.num),
    linkText: 'Your preferences',
  };
}
