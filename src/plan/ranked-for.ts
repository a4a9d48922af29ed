import type { CalendarDate } from '../model/date.ts';
import { type RankedGroups, rank } from './rank.ts';
import { type Capture, windowOf } from './window.ts';

/**
 * The ranked candidates of an edition for a subscriber's last edition. There are at most 25 windows
 * however many subscribers there are: `rankSnapshots` is called once for each that is asked for.
 */
export function rankedForEdition(
  captures: readonly Capture[],
  edition: CalendarDate,
  rankSnapshots: (snapshots: readonly number[]) => RankedGroups,
): (lastEdition: CalendarDate | null) => RankedGroups {
  const byWindow = new Map<string, RankedGroups>();
  const byLastEdition = new Map<CalendarDate | null, RankedGroups>();
  const nothing = rank([], []);

  function rankedOf(lastEdition: CalendarDate | null): RankedGroups {
    const window = windowOf(captures, edition, lastEdition);
    if (!window) return nothing;
    const ranked = byWindow.get(window.key) ?? rankSnapshots(window.snapshots);
    byWindow.set(window.key, ranked);
    return ranked;
  }

  return lastEdition => {
    const ranked = byLastEdition.get(lastEdition) ?? rankedOf(lastEdition);
    byLastEdition.set(lastEdition, ranked);
    return ranked;
  };
}
