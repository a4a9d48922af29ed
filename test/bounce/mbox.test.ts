import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitMbox } from '../../src/bounce/mbox.ts';

/** Writes mails as a program would that keeps them in one file (RFC 4155, quoted so that it can be undone). */
function mbox(mails: readonly string[]): Buffer {
  const entries = mails.map(
    mail => `From MAILER-DAEMON Tue Jun  2 07:00:00 2026\n${mail.replace(/^(>*From )/gm, '>$1')}\n\n`,
  );
  return Buffer.from(entries.join(''));
}

it('comes apart into the mails it was made of', () => {
  const line = fc.constantFrom('From here on', '>From there', 'Subject: x', '', 'ü', 'From: a@b');
  const mail = fc.array(line, { minLength: 1 }).map(lines => lines.join('\n'));
  fc.assert(
    fc.property(fc.array(mail, { minLength: 1, maxLength: 5 }), mails => {
      const read = splitMbox(mbox(mails))?.map(one => one.toString().replace(/\n+$/, ''));
      expect(read).toEqual(mails.map(one => one.replace(/\n+$/, '')));
    }),
  );
});

it('is known by its first line, whatever follows', () => {
  expect(splitMbox(Buffer.from('From: ada@example.org\n\nFrom here\n'))).toBeNull();
  expect(splitMbox(Buffer.from(''))).toBeNull();
  expect(splitMbox(Buffer.from('From x'))?.map(String)).toEqual(['']);
  expect(splitMbox(Buffer.from('From x\r\nA: 1\r\n\r\nFrom y\r\nB: 2\r\n'))?.map(String)).toEqual([
    'A: 1\r\n\r\n',
    'B: 2\r\n',
  ]);
});
