import type { Verdict } from './catcher.ts';

/** What a local part makes the catcher do, and how that is said to people. */
export const MISBEHAVIOURS: readonly { localPart: string; verdict: Verdict; does: string }[] = [
  {
    localPart: 'reject',
    verdict: { code: 550, message: '5.1.1 No such user here' },
    does: 'is refused for good (550)',
  },
  {
    localPart: 'defer',
    verdict: { code: 450, message: '4.2.0 Mailbox busy, try again later' },
    does: 'is put off (450), and tried again later',
  },
  { localPart: 'drop', verdict: 'drop', does: 'ends the connection without a word' },
];

/** The verdict on a recipient: `reject@…`, `defer@…` and `drop@…` (or `reject+anything@…`) are trouble. */
export function misbehave(address: string): Verdict {
  const localPart = address.slice(0, address.lastIndexOf('@')).split('+')[0]?.toLowerCase();
  return MISBEHAVIOURS.find(one => one.localPart === localPart)?.verdict ?? null;
}
