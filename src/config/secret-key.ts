import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import { type Secret, secret } from './secret.ts';
import { KEY_LENGTH } from './shapes.ts';

/** The keys that links are signed with. */
export interface SecretKeys {
  /** The one that signs. */
  current: string;
  /** Those that signed before: what they signed is still good. */
  previous: string[];
}

/** The key that signs, and the one before it. Throws a UserError when the file of the local one cannot be used. */
export function secretKeys(config: {
  secretKey: Secret | null;
  secretKeyPrevious: Secret | null;
  dataDir: string;
}): SecretKeys {
  const before = config.secretKeyPrevious?.reveal();
  return { current: secretKey(config).reveal(), previous: before === undefined ? [] : [before] };
}

/**
 * The key that signs links: SECRET_KEY, else the one kept in `DATA_DIR/secret-key`, made at the
 * first call. Processes that start together agree on one key. Throws a UserError when the file
 * cannot be used.
 */
export function secretKey(config: { secretKey: Secret | null; dataDir: string }): Secret {
  if (config.secretKey !== null) return config.secretKey;
  const file = join(config.dataDir, 'secret-key');
  try {
    const kept = readKey(file) ?? makeKey(config.dataDir, file);
    if (kept.length >= KEY_LENGTH) return secret(kept);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(`${file}: the key for local use cannot be kept there (${code}). Set SECRET_KEY.`);
  }
  throw new UserError(
    `${file}: expected a key of ${KEY_LENGTH} characters or more. Restore the file from a backup, or remove it: links in mails already delivered then stop working.`,
  );
}

function readKey(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** A link appears whole or not at all, and only if there is none: the first process wins. */
function makeKey(dataDir: string, file: string): string {
  makeFolder(dataDir);
  const draft = `${file}.${process.pid}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, `${randomBytes(33).toString('base64url')}\n`, {
      flag: 'wx',
      mode: 0o600,
      flush: true,
    });
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
}
