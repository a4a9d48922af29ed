import type { Act } from './faults.ts';
import type { Line } from './line.ts';

/** What a moment came to: the usual answer is due, another one was given in its place, or the connection is over. */
export type Course = 'usual' | 'instead' | 'over';

const GARBAGE = '\u0001\u0002 not a reply of any kind\r\n';

/** Lets a connection suffer what a script has for it, where that is no refusal; `usual` is the answer that was due. */
export async function suffer(
  line: Line,
  act: Act,
  { waitMs, usual }: { waitMs: number; usual: string },
): Promise<Course> {
  switch (act) {
    case 'slow':
      await line.pause(waitMs);
      return 'usual';
    case 'trickle':
      for (const letter of usual) {
        line.say(letter);
        await line.pause(waitMs / usual.length);
      }
      return 'instead';
    case 'garbage':
      line.say(GARBAGE);
      return 'instead';
    case 'drop':
      line.drop();
      return 'over';
    case 'silence':
      await line.pause(waitMs);
      line.end();
      return 'over';
    default:
      line.end();
      return 'over';
  }
}
