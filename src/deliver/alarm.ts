import { isOver, type Limit, REFUSED, UNREACHABLE } from '../model/edition-limits.ts';
import type { ReplyClass } from '../model/smtp-reply.ts';

/** Answers looked back at. */
const LAST = 200;
/**
 * Shares of the last answers at which something is wrong with the edition, not with its readers. Deferrals are not
 * among them: servers that greylist defer everybody once.
 */
const LIMITS: readonly (Limit & { classes: readonly ReplyClass[]; why: string })[] = [
  {
    ...REFUSED,
    why: 'mail servers refuse us, not the readers: look at SPF, DKIM, DMARC and the words of the refusals (paperboy doctor)',
  },
  {
    ...UNREACHABLE,
    why: 'too many addresses are said to be dead: the mail server may be wrong about its readers, or the list is old',
  },
];

/** Watches the answers of one edition for a share that says: stop. */
export interface Alarm {
  /** Adds an answer. The reason to pause the edition, in words, or null; after a reason it starts afresh. */
  hear: (means: ReplyClass, reply: string | null) => string | null;
}

export function openAlarm(): Alarm {
  let last: ReplyClass[] = [];
  return {
    hear(means, reply) {
      last.push(means);
      if (last.length > LAST) last = last.slice(-LAST);
      for (const { classes, why, ...limit } of LIMITS) {
        if (!classes.includes(means)) continue;
        const hits = last.filter(one => classes.includes(one)).length;
        if (!isOver(limit, hits, last.length)) continue;
        const said = `${hits} of the last ${last.length} answers: ${why}. The last one: ${reply ?? ''}`;
        last = [];
        return said;
      }
      return null;
    },
  };
}
