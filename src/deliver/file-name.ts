import { createHash } from 'node:crypto';

/** File systems end names at 255 bytes; the ending and a temporary mark need room. */
const LONGEST = 200;

/**
 * The name a subscriber's files go by: the address, with every byte outside `A-Za-z0-9@._+-`
 * percent-encoded. A name too long for a file system is cut and told apart by a hash.
 */
export function addressFileName(email: string): string {
  const name = [...Buffer.from(email, 'utf8')]
    .map(byte => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9@._+-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
  if (name.length <= LONGEST) return name;
  return `${name.slice(0, LONGEST - 17)}~${createHash('sha256').update(email).digest('hex').slice(0, 16)}`;
}
