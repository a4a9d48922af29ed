import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secret } from '../config/secret.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

interface BounceSettings {
  bounceAddress: string | null;
  bounceMaildir: string | null;
  bounceImapUrl: Secret | null;
}

/** How returned mails come back, and whether anybody reads them. */
export async function examineBounces(settings: BounceSettings): Promise<Finding[]> {
  const id = 'bounces';
  const { bounceAddress, bounceMaildir, bounceImapUrl } = settings;
  if (bounceAddress === null) {
    const says =
      'BOUNCE_ADDRESS is not set: what cannot be delivered returns to MAIL_FROM, and is not counted.';
    return [warn(id, says, 'Set BOUNCE_ADDRESS to a mailbox of its own that takes name+anything@ as well.')];
  }
  const returns = `What cannot be delivered returns to ${bounceAddress}`;
  if (bounceMaildir !== null) return [await examineMaildir(id, returns, bounceMaildir)];
  if (bounceImapUrl !== null) {
    return [ok(id, `${returns}, a mailbox on ${new URL(bounceImapUrl.reveal()).host}.`)];
  }
  const fix = 'Set BOUNCE_MAILDIR or BOUNCE_IMAP_URL to that mailbox, or run paperboy bounces on its mails.';
  return [warn(id, `${returns}, where nobody reads it by itself.`, fix)];
}

async function examineMaildir(id: string, returns: string, maildir: string): Promise<Finding> {
  try {
    for (const part of ['new', 'cur']) await access(join(maildir, part), constants.R_OK | constants.X_OK);
    return ok(id, `${returns}, and arrives in ${maildir}.`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const says = `${returns}, and BOUNCE_MAILDIR ${maildir} is no Maildir that can be read (${code}).`;
    const fix = 'Name the folder that holds new and cur, and let the user who runs Paperboy read both.';
    return fail(id, says, fix);
  }
}
