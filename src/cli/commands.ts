import type { Command } from 'commander';

/** A command's own file: what it takes and what it does. */
export interface CommandFile {
  define: (command: Command) => void;
}

/** A command as `--help` lists it; its file is loaded when it is used. */
export interface ListedCommand {
  name: string;
  summary: string;
  load: () => Promise<CommandFile>;
}

export const COMMANDS: readonly ListedCommand[] = [
  { name: 'ingest', summary: 'read snapshots into the archive of papers', load: () => import('./ingest.ts') },
  {
    name: 'snapshots',
    summary: 'list what was read; write it out, and read it in again',
    load: () => import('./snapshots.ts'),
  },
  {
    name: 'sources',
    summary: 'list where papers come from, and try what a source would bring',
    load: () => import('./sources.ts'),
  },
  { name: 'papers', summary: 'list the papers stored', load: () => import('./papers.ts') },
  {
    name: 'match',
    summary: 'show which topics the papers of a snapshot match',
    load: () => import('./match.ts'),
  },
  { name: 'topics', summary: 'list topics, try a query, measure quality', load: () => import('./topics.ts') },
  { name: 'subscribers', summary: 'manage who gets mail', load: () => import('./subscribers.ts') },
  {
    name: 'show',
    summary: 'tell one subscriber why they did, or did not, get an edition',
    load: () => import('./show.ts'),
  },
  {
    name: 'replay',
    summary: 'tell what the last days would have brought one subscriber with other preferences',
    load: () => import('./replay.ts'),
  },
  {
    name: 'plan',
    summary: 'show who would get what, and who would not and why',
    load: () => import('./plan.ts'),
  },
  {
    name: 'preview',
    summary: 'see any mail, for anyone, on any day, before it exists; changes nothing',
    load: () => import('./preview.ts'),
  },
  {
    name: 'note',
    summary: 'add one line of your own to the mails of an edition',
    load: () => import('./note.ts'),
  },
  {
    name: 'send',
    summary: 'plan, render and deliver an edition; safe to repeat',
    load: () => import('./send.ts'),
  },
  {
    name: 'serve',
    summary: 'read sources, prepare and deliver editions by the clock, and show the pages',
    load: () => import('./serve.ts'),
  },
  {
    name: 'status',
    summary: 'tell what the schedule did, does next, and what is owed',
    load: () => import('./status.ts'),
  },
  {
    name: 'deliveries',
    summary: 'look into the ledger of deliveries',
    load: () => import('./deliveries.ts'),
  },
  {
    name: 'bounces',
    summary: 'read mail that came back: bounces, complaints, readers who leave',
    load: () => import('./bounces.ts'),
  },
  {
    name: 'migrate',
    summary: 'bring the database to the schema of this version',
    load: () => import('./migrate.ts'),
  },
  { name: 'backup', summary: 'copy the live database to a file', load: () => import('./backup.ts') },
  {
    name: 'doctor',
    summary: 'look at settings, database, mail server, DNS and clock; say what is wrong and what to do',
    load: () => import('./doctor.ts'),
  },
  {
    name: 'demo',
    summary: 'two days of real papers for example readers, in a folder of its own',
    load: () => import('./demo.ts'),
  },
  {
    name: 'dev',
    summary: 'run the service on example data, with a mailbox for its mails',
    load: () => import('./dev.ts'),
  },
  {
    name: 'smtp-chaos',
    summary: 'a mail server that goes wrong as told, to try a sender on',
    load: () => import('./smtp-chaos.ts'),
  },
];
