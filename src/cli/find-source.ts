import type { App } from '../app.ts';
import { UserError } from '../errors.ts';
import { isAddress, shownSource } from '../ingest/sources/address.ts';
import { findSource, sourceOn } from '../ingest/sources/open-sources.ts';
import type { CalendarDate } from '../model/date.ts';
import { nearest } from '../model/nearest.ts';
import { plainSource, type Source } from '../model/source.ts';

/**
 * The source that an argument means on one day: a file, a folder, an address or `-` as it is, else the source of that name in
 * `sources.yaml`. Throws a UserError for what is none of these.
 */
export async function sourceMeant(app: App, argument: string, day: CalendarDate): Promise<Source> {
  const place = sourceOn(argument, day);
  const plain = plainSource(place, shownSource(place));
  if (place === '-' || isAddress(place)) return plain;
  try {
    await findSource(place);
    return plain;
  } catch (error) {
    const named = (await app.sources()).filter(({ name }) => !isAddress(name));
    const found = named.find(({ name }) => name === argument);
    if (found) return found;
    const [meant] = nearest(
      argument,
      named.map(({ name }) => name),
    );
    if (!(error instanceof UserError) || meant === undefined) throw error;
    throw new UserError(`${error.message} Or did you mean the source "${meant}"?`);
  }
}
