import { z } from 'zod';
import { UserError } from '../errors.ts';

/** A paper that people read and sorted. */
export interface LabelledPaper {
  title: string;
  abstract?: string | undefined;
  /** Topics it belongs to. */
  topics: string[];
  /** Topics judges did not agree on: neither right nor wrong. */
  optional: string[];
}

const topicIds = z.array(z.string({ error: 'expected a topic id' }), {
  error: 'expected a list of topic ids',
});
const labels = z
  .array(
    z.object(
      {
        title: z
          .string({ error: 'expected the title of a paper' })
          .trim()
          .min(1, { error: 'expected a title' }),
        abstract: z.string({ error: 'expected text' }).optional(),
        topics: topicIds,
        optional: topicIds.default([]),
      },
      { error: 'expected {"title": …, "topics": […]}' },
    ),
    { error: 'expected a list of {"title": …, "topics": […], "optional": […]}' },
  )
  .min(1, { error: 'expected at least one labelled paper' });

const MOST_SHOWN = 20;

/**
 * Reads a file of labelled papers: JSON `[{title, topics, optional?, abstract?}]`; other fields are ignored.
 * Throws a UserError that names the file and each mistake's place.
 */
export function parseLabels(jsonText: string, fileName: string): LabelledPaper[] {
  const result = labels.safeParse(parseJson(jsonText, fileName));
  if (result.success) return result.data;
  const mistakes = result.error.issues.map(({ path, message }) => {
    const place = path.map(part => (typeof part === 'number' ? `#${part + 1}` : String(part))).join(' ');
    return `${place === '' ? '' : `${place}: `}${message}`;
  });
  const hidden = mistakes.length - MOST_SHOWN;
  if (hidden > 0) mistakes.splice(MOST_SHOWN, hidden, `and ${hidden} more`);
  throw new UserError(`${fileName} is no list of labelled papers:\n  ${mistakes.join('\n  ')}`);
}

function parseJson(text: string, fileName: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new UserError(`${fileName} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
