import type { Mailbox } from './mailbox.ts';
import type { Setting } from './setting.ts';
import type { DatabaseUrl } from './shapes.ts';

const LONGEST = 80;

/** What is wrong with one setting, in words; the value of a secret is not among them. */
export function explain(setting: Setting, text: string, expected: string): string {
  const received = setting.secret ? `${text.length} characters, not shown` : JSON.stringify(cut(text));
  return `${setting.key}: expected ${expected}, for example ${setting.example}; received ${received}`;
}

/** A setting that another one makes necessary. */
export function explainMissing(setting: Setting, reason: string): string {
  return `${setting.key}: not set, but needed because ${reason}; for example ${setting.example}`;
}

/** A parsed value for people. Secrets show themselves as `(set)`. */
export function show(value: unknown): string {
  if (value === null) return '(not set)';
  if (Array.isArray(value)) return value.join(',');
  if (isDatabase(value)) return `${value.kind}:${value.file}`;
  if (isMailbox(value)) return value.name === null ? value.address : `${value.name} <${value.address}>`;
  return String(value);
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function isDatabase(value: unknown): value is DatabaseUrl {
  return typeof value === 'object' && value !== null && 'file' in value;
}

function isMailbox(value: unknown): value is Mailbox {
  return typeof value === 'object' && value !== null && 'address' in value;
}
