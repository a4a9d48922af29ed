import { type Finding, fail, ok, warn } from './finding.ts';

const FIX = 'Install Node 22 or 24 (https://nodejs.org), and run npm ci again.';

/** Whether this version of Node is one to rely on. */
export function examineNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    return fail('node', `Node ${version} is too old; Paperboy needs 20.19 or later.`, FIX);
  }
  if (major === 20) {
    return warn('node', `Node ${version} works, but gets no security fixes since April 2026.`, FIX);
  }
  return ok('node', `Node ${version}.`);
}
