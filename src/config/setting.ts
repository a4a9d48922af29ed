import type { z } from 'zod';

/** Parts of the configuration; a command names the ones it uses. */
export const SECTIONS = {
  database: 'Where things are kept',
  mail: 'What stands in every mail',
  links: 'The links in mails',
  delivery: 'How mails leave',
  bounces: 'How returned mails come back',
  sources: 'Where papers come from',
  schedule: 'When mails leave',
  time: 'The calendar',
  web: 'The web pages',
  operator: 'The operator',
  log: 'The log',
} as const;
export type Section = keyof typeof SECTIONS;

/** Environment variables as given; blank ones are left out. */
export type Given = Readonly<Record<string, string | undefined>>;

/** One environment variable. */
export interface Setting {
  key: string;
  section: Section;
  /** What it is for, as `.env.example` tells it. */
  description: string;
  /** A right value, shown in errors. */
  example: string;
  /** What holds when it is not set; null: nothing does. */
  fallback: string | null | ((given: Given) => string);
  /** Its value is never printed. */
  secret?: true;
  /** What it must look like; its message says what was expected. */
  schema: z.ZodType;
}

/** The text that holds for `setting`: the one given, else its default, else null. */
export function textOf(setting: Setting, given: Given): string | null {
  const { fallback } = setting;
  return given[setting.key] ?? (typeof fallback === 'function' ? fallback(given) : fallback);
}
