import { forShell, sourceIncident } from '../model/incident.ts';
import {
  needsLook,
  type SourceStanding,
  standingsInWords,
  standingsOf,
} from '../pipeline/source-standings.ts';
import type { Store } from '../store/store.ts';
import { type Finding, warn } from './finding.ts';

/** So many days without a single paper are more than a holiday. */
const ENOUGH = 5;

/** What came of reading these sources: those that failed, are old, or never brought a paper. What an incident tells is left out. */
export async function examineReadings(
  store: Pick<Store, 'readings' | 'incidents'>,
  names: readonly string[],
): Promise<Finding[]> {
  const told = new Set((await store.incidents.current()).map(({ key }) => key));
  const standings = await standingsOf(store, names);
  const findings: Finding[] = [];
  for (const [at, standing] of standings.entries()) {
    if (told.has(sourceIncident(standing.name))) continue;
    const id = `source.${at + 1}.read`;
    const look = `See what it gives now: paperboy sources try ${forShell(standing.name)}`;
    if (needsLook(standing)) findings.push(warn(id, `${whenRead(standing)}.`, look));
    else if (standing.lastNew === null && (await daysEmpty(store, standing.name)) >= ENOUGH) {
      findings.push(
        warn(id, `${standing.name} was empty on ${ENOUGH} days or more, and never brought a paper.`, look),
      );
    }
  }
  return findings;
}

function whenRead(standing: SourceStanding): string {
  const day = standing.readAt === null ? '' : new Date(standing.readAt).toISOString().slice(0, 10);
  return `When it was read last, ${standingsInWords([standing], day)}`;
}

async function daysEmpty({ readings }: Pick<Store, 'readings'>, name: string): Promise<number> {
  const empty = (await readings.of(name)).filter(({ status }) => status === 'quiet');
  return new Set(empty.map(({ day }) => day)).size;
}
