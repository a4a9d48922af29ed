import type { CalendarDate } from '../../model/date.ts';
import type { SkipReason } from '../../model/edition.ts';
import type { Reachable } from '../../model/subscriber.ts';
import type { Store } from '../../store/store.ts';

/** What a look at the papers found; of everything else the page itself tells, or there is nothing to tell. */
const WORDS: Partial<Record<SkipReason, string>> = {
  'nothing-new': 'What matched, you had got before.',
  'nothing-matched': 'No paper of these days matched what you followed.',
  quiet: 'Nothing new came out, as on weekends and holidays.',
  'stale-source': 'What we get papers from brought us nothing new. What you missed comes with a later mail.',
  held: 'The edition was called off.',
};

/** Why a day brought a reader no mail, in a sentence; empty when it did, or still may. */
export async function whyNone(
  { skips, deliveries }: Pick<Store, 'skips' | 'deliveries'>,
  { num }: Reachable,
  day: CalendarDate,
): Promise<string> {
  const skip = (await skips.ofSubscriber(num, [day])).get(day);
  const words = skip && WORDS[skip.reason];
  if (!words) return '';
  const mailed = (await deliveries.list({ subscriber: num, edition: day })).length > 0;
  return mailed ? '' : words;
}
