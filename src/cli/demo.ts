import { readFile, rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import pc from 'picocolors';
import { BUNDLED, createApp, EXAMPLE_READERS } from '../app.ts';
import { importSubscribers } from '../audience/import.ts';
import { audienceStore } from '../audience/subscriber-store.ts';
import { addressFileName } from '../deliver/file-name.ts';
import { outboxTransport } from '../deliver/outbox.ts';
import { makeFolder } from '../make-folder.ts';
import { addDays, type CalendarDate, weekdayOf } from '../model/date.ts';
import type { Parts } from '../pipeline/parts.ts';
import { ingest, plan, send } from '../pipeline.ts';
import { today } from '../plan/calendar.ts';
import { writeWhole } from '../write-whole.ts';
import { rules } from './audience.ts';
import { print, printTable } from './output.ts';

/** What one reader got on one day. */
interface Received {
  email: string;
  subject: string | null;
  papers: number[];
  reason: string | null;
}

export function define(command: Command): void {
  command.option('--out <folder>', 'where to put it; emptied first', join('data', 'demo')).action(runDemo);
}

/** Ingests two bundled captures as two days and writes everybody's mails of both, on a database of its own. */
async function runDemo({ out }: { out: string }): Promise<void> {
  const folder = resolve(out);
  await rm(join(folder, 'mails'), { recursive: true, force: true });
  for (const suffix of ['', '-wal', '-shm']) await rm(join(folder, `demo.db${suffix}`), { force: true });
  makeFolder(folder);
  const app = createApp({
    env: { DATABASE_URL: `sqlite:${join(folder, 'demo.db')}`, DATA_DIR: folder },
    cwd: folder,
  });
  try {
    const parts = await app.parts();
    await importSubscribers(
      await readFile(EXAMPLE_READERS),
      EXAMPLE_READERS,
      { store: audienceStore(parts.store), now: app.clock.now(), rules: await rules(app) },
      { confirmed: true },
    );
    const days: { day: CalendarDate; received: Received[] }[] = [];
    for (const [at, day] of lastThursdayAndFriday(today(app.clock.now(), app.timeZone())).entries()) {
      const file = BUNDLED[at] ?? '';
      const report = await ingest(parts, {
        source: relative(process.cwd(), file),
        bytes: await readFile(file),
        mtime: null,
        capturedAt: day,
      });
      print(
        `${pc.bold(day)}  a capture of the Daily Papers page: ${report.entries} papers, ${report.new} of them new.`,
      );
      days.push({ day, received: await deliverDay(parts, day, join(folder, 'mails', day)) });
    }
    show(days, folder);
  } finally {
    await app.close();
  }
}

/** The days the captures are played on: weekdays, so that most of the readers have a slot. */
function lastThursdayAndFriday(now: CalendarDate): CalendarDate[] {
  const friday = addDays(now, -((weekdayOf(now) + 2) % 7));
  return [addDays(friday, -1), friday];
}

async function deliverDay(parts: Parts, edition: CalendarDate, folder: string): Promise<Received[]> {
  const order = { edition, at: null };
  const received: Received[] = [];
  for await (const page of plan(parts, order)) {
    for (const line of page) {
      if (line.kind === 'erased') continue;
      const { email } = line;
      if (line.kind === 'skip') received.push({ email, subject: null, papers: [], reason: line.reason });
      else {
        const { subject, html, text } = await line.message();
        await writeWhole(join(folder, `${addressFileName(email)}.html`), html);
        await writeWhole(join(folder, `${addressFileName(email)}.txt`), text);
        received.push({ email, subject, papers: line.papers, reason: null });
      }
    }
  }
  await send(parts, order, {
    transport: outboxTransport(join(folder, '..')),
    owner: `demo:${process.pid}`,
    sleep: async () => {},
  });
  return received;
}

function show(days: readonly { day: CalendarDate; received: Received[] }[], folder: string): void {
  const before = new Set<string>();
  let again = 0;
  const rows = days.flatMap(({ day, received }) =>
    received.map(one => {
      for (const num of one.papers) {
        const seen = `${one.email} ${num}`;
        if (before.has(seen)) again++;
        before.add(seen);
      }
      return [day, one.email, one.papers.length, one.subject ?? `no mail: ${one.reason}`];
    }),
  );
  print();
  printTable(['edition', 'reader', 'papers', 'subject, or why there is no mail'], rows);
  print();
  print(`Papers that somebody got twice: ${again === 0 ? pc.green('0') : pc.red(String(again))}.`);
  const first = days[0]?.received.find(one => one.subject);
  if (first) {
    const file = join(folder, 'mails', days[0]?.day ?? '', `${addressFileName(first.email)}.html`);
    print(
      `Open ${pc.bold(relative(process.cwd(), file))} in a browser; beside it lie the text (.txt) and the mail itself (.eml).`,
    );
  }
}
