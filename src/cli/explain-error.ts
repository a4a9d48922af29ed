import { UserError } from '../errors.ts';

const ELSEWHERE = 'or name another place (DATA_DIR, DATABASE_URL, OUTBOX_DIR, --out)';
const PERMIT = `The user who runs Paperboy must be able to read and write there: correct owner and mode, ${ELSEWHERE}`;
const MAKE_ROOM = 'Make room and repeat the command: what is recorded is safe';
const RAISE_LIMIT = 'End other programs or raise the limit (ulimit -n), and repeat the command';

/** What an error of the file system means, and what to do, by the code that Node and POSIX give it. */
const MEANINGS: Readonly<Record<string, readonly [means: string, advice: string]>> = {
  EACCES: ['permission denied', PERMIT],
  EPERM: ['not permitted', PERMIT],
  EROFS: ['this disk is read-only', `Make it writable, ${ELSEWHERE}`],
  ENOSPC: ['the disk is full', MAKE_ROOM],
  EDQUOT: ['the disk quota is used up', MAKE_ROOM],
  EFBIG: ['the file would be larger than allowed', MAKE_ROOM],
  EMFILE: ['too many open files', RAISE_LIMIT],
  ENFILE: ['too many open files', RAISE_LIMIT],
  EEXIST: ['a file stands here, expected a folder', `Move the file away, ${ELSEWHERE}`],
  ENOTDIR: ['a part of this path is a file, expected folders', `Move the file away, ${ELSEWHERE}`],
  EISDIR: ['a folder stands here, expected a file', `Move the folder away, ${ELSEWHERE}`],
  ENOENT: ['no such file or folder', `Correct the name, ${ELSEWHERE}`],
  ENAMETOOLONG: ['the name is too long for this disk', `Shorten it, ${ELSEWHERE}`],
  ELOOP: ['links lead in a circle', `Correct them, ${ELSEWHERE}`],
  EIO: ['the disk fails to read or write', 'Check it, and repeat the command'],
};

/** Nothing was asked for wrongly: the same command may do later. */
const PASSING = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EMFILE', 'ENFILE', 'EIO']);

/**
 * A failure of the surroundings (disk, permissions, limits) as words: what, where, what was expected
 * and what to do. Null when it is none of those: then it is a fault of the program.
 */
export function explainError(error: unknown): UserError | null {
  // A code alone may come from anywhere; a system call is the surroundings.
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return null;
  const meaning = MEANINGS[String(error.code)];
  if (!meaning) return null;
  const where = 'path' in error && error.path ? error.path : `while trying to ${error.syscall}`;
  return new UserError(`${where}: ${meaning[0]}. ${meaning[1]}.`, PASSING.has(String(error.code)) ? 1 : 2);
}
