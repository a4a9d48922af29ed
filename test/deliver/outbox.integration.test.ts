import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outboxTransport } from '../../src/deliver/outbox.ts';
import type { Message } from '../../src/model/message.ts';
import { writeWhole } from '../../src/write-whole.ts';

const EDITION = '2026-06-02';

function message(to: string, text = 'a mail'): Message {
  const raw = Buffer.from(text);
  return { envelope: { from: 'list@example.org', to }, messageId: '<1@x>', subject: '', html: '', text, raw };
}

const yes = async () => true;

describe('the outbox', () => {
  let folder: string;
  let out: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'paperboy-outbox-'));
    out = join(folder, 'data', 'outbox');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps one file a recipient, however often it is handed over, and no half of one', async () => {
    const transport = outboxTransport(out);
    for (const text of ['first', 'again']) {
      expect(await transport.hand(EDITION, message('a@example.org', text), yes)).toEqual({
        class: 'accepted',
        phase: null,
        code: null,
        enhanced: null,
        reply: 'outbox',
      });
    }
    expect(readdirSync(join(out, EDITION))).toEqual(['a@example.org.eml']);
    expect(readFileSync(join(out, EDITION, 'a@example.org.eml'), 'utf8')).toBe('again');
  });

  it('rejects the one recipient whose file cannot be, and goes on', async () => {
    const transport = outboxTransport(out);
    const taken = join(out, EDITION, 'a@example.org.eml');
    mkdirSync(taken, { recursive: true });
    expect(await transport.hand(EDITION, message('a@example.org'), yes)).toEqual({
      class: 'ours',
      phase: null,
      code: null,
      enhanced: null,
      reply: `outbox: ${taken} cannot be written: a folder stands in its place`,
      final: true,
    });
    expect(await transport.hand(EDITION, message('b@example.org'), yes)).toMatchObject({ class: 'accepted' });
    expect(readdirSync(join(out, EDITION)).sort()).toEqual(['a@example.org.eml', 'b@example.org.eml']);
  });

  it('throws when the folder is broken: that is no recipient’s fault', async () => {
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, EDITION), 'not a folder');
    await expect(outboxTransport(out).hand(EDITION, message('a@example.org'), yes)).rejects.toMatchObject({
      code: 'EEXIST',
      path: join(out, EDITION),
    });
    const tooLong = outboxTransport(join(folder, 'x'.repeat(300)));
    await expect(tooLong.hand(EDITION, message('a@example.org'), yes)).rejects.toMatchObject({
      code: 'ENAMETOOLONG',
    });
  });

  it.skipIf(!existsSync('/dev/full'))('names the file when the disk is full', async () => {
    const file = join(folder, 'mail.eml');
    symlinkSync('/dev/full', `${file}.${process.pid}.part`);
    await expect(writeWhole(file, 'a mail')).rejects.toMatchObject({ code: 'ENOSPC', path: file });
    expect(readdirSync(folder)).toEqual([]);
  });
});
