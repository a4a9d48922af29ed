import type { Setting } from './setting.ts';

const LONGEST = 80;

/** What is wrong with one setting, in words; the value of a secret is not among them. */
export function explain(setting: Setting, text: string, expected: string): string {
  const received = setting.secret
    ? `${text.length} characters, not shown`
    : JSON.stringify(cut(withoutLogin(text)));
  return `${setting.key}: expected ${expected}, for example ${setting.example}; received ${received}`;
}

/** A setting that another one makes necessary. */
export function explainMissing(setting: Setting, reason: string): string {
  return `${setting.key}: not set, but needed because ${reason}; for example ${setting.example}`;
}

/** Whatever stands before the last `@` of an address may hold a password, well written or not. */
function withoutLogin(text: string): string {
  return text.replace(/\/\/.*@/s, '//…@');
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
