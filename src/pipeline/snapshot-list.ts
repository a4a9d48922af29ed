import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { isCalendarDate } from '../model/date.ts';

/** Hidden, so that a folder of snapshots may be ingested as any other. */
const LIST = '.snapshots.json';

const listed = z.object({
  // A name within the folder, and nothing that leads out of it.
  file: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/),
  num: z.number().int(),
  source: z.string().min(1),
  format: z.string().min(1),
  capturedAt: z.string().refine(isCalendarDate),
  status: z.string(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

/** A snapshot as a folder of exported ones lists it. */
export type ListedSnapshot = z.output<typeof listed>;

const list = z.object({ snapshots: z.array(listed) });

export function listIn(folder: string): string {
  return join(folder, LIST);
}

/** The list of an exported folder, in the order in which its snapshots were stored. Throws a UserError where there is none. */
export async function readList(folder: string): Promise<ListedSnapshot[]> {
  const file = listIn(folder);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      `${file} cannot be read (${error.code}). Name a folder that \`paperboy snapshots export\` has written; others are read by \`paperboy ingest\`.`,
    );
  });
  const read = list.safeParse(parsed(text));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new UserError(
      `${file} is damaged (${issue?.path.join('.')}: ${issue?.message}). Export the snapshots anew.`,
    );
  }
  return read.data.snapshots.sort((a, b) => a.num - b.num);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
