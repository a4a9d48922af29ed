import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findMails } from '../../src/bounce/mail-files.ts';

describe('mails on disk', () => {
  let folder: string;
  let problems: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'paperboy-mails-'));
    problems = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Texts of what is found; deals with those that `wanted` says. */
  async function read(
    path: string,
    options: { keep?: boolean; unreadOnly?: boolean } = {},
    wanted = (_: string) => true,
  ): Promise<(string | null)[]> {
    const found: (string | null)[] = [];
    const onProblem = (name: string) => void problems.push(name);
    for await (const { bytes, dealtWith } of findMails(path, { ...options, onProblem })) {
      const text = bytes && Buffer.from(bytes).toString();
      found.push(text);
      if (wanted(text ?? '')) await dealtWith();
    }
    return found;
  }

  function maildir(mails: Record<string, string>): string {
    for (const place of ['new', 'cur', 'tmp']) mkdirSync(join(folder, place));
    for (const [name, text] of Object.entries(mails)) writeFileSync(join(folder, name), text);
    return folder;
  }
  const namesIn = (place: string) => readdirSync(join(folder, place)).sort();

  it('a Maildir: what was dealt with moves to cur/ and is marked as seen', async () => {
    const path = maildir({
      'new/1.a.host': 'one',
      'new/2.b.host': 'two',
      'cur/0.c.host:2,F': 'flagged',
      'cur/0.d.host:2,RS': 'seen',
      'tmp/3.e.host': 'half',
      'new/.hidden': 'hidden',
    });
    expect(await read(path, { unreadOnly: true }, text => text !== 'two')).toEqual(['one', 'two', 'flagged']);
    expect(namesIn('new')).toEqual(['.hidden', '2.b.host']);
    expect(namesIn('cur')).toEqual(['0.c.host:2,FS', '0.d.host:2,RS', '1.a.host:2,S']);
    expect(await read(path, { unreadOnly: true })).toEqual(['two']);
    expect(await read(path, { unreadOnly: true })).toEqual([]);
    expect(await read(path)).toEqual(['flagged', 'seen', 'one', 'two']);
    writeFileSync(join(folder, 'new/4.f.host'), 'four');
    expect(await read(path)).toEqual(['four', 'flagged', 'seen', 'one', 'two']);
    expect(namesIn('tmp')).toEqual(['3.e.host']);
  });

  it('a Maildir that is to be kept stays as it is', async () => {
    const path = maildir({ 'new/1.a.host': 'one', 'cur/2.b.host:2,': 'two' });
    expect(await read(path, { keep: true })).toEqual(['one', 'two']);
    expect([namesIn('new'), namesIn('cur')]).toEqual([['1.a.host'], ['2.b.host:2,']]);
  });

  it('a Maildir out of which somebody else takes mails meanwhile', async () => {
    const path = maildir({ 'new/1.a.host': 'one', 'new/2.b.host': 'two' });
    const found: string[] = [];
    for await (const { bytes, dealtWith } of findMails(path, { onProblem: name => problems.push(name) })) {
      found.push(Buffer.from(bytes ?? []).toString());
      for (const name of namesIn('new')) rmSync(join(folder, 'new', name));
      await dealtWith();
    }
    expect([found, problems, namesIn('cur')]).toEqual([['one'], [], []]);
  });

  it('files, an mbox, a folder of files; and whatever is not there is told', async () => {
    writeFileSync(join(folder, 'a.eml'), 'Subject: a\n\n');
    writeFileSync(join(folder, 'b.mbox'), 'From x\nSubject: b\n\nFrom y\nSubject: c\n');
    mkdirSync(join(folder, 'below'));
    expect(await read(join(folder, 'a.eml'))).toEqual(['Subject: a\n\n']);
    expect(await read(join(folder, 'b.mbox'))).toEqual(['Subject: b\n\n', 'Subject: c\n']);
    expect(await read(folder)).toHaveLength(3);
    expect(await read(join(folder, 'nowhere'))).toEqual([]);
    expect(problems).toEqual([join(folder, 'nowhere')]);
  });

  it('what is too large is not read', async () => {
    writeFileSync(join(folder, 'a.eml'), '');
    truncateSync(join(folder, 'a.eml'), 10 * 1024 * 1024 + 1);
    expect(await read(join(folder, 'a.eml'))).toEqual([null]);
    expect(await read(folder)).toEqual([null]);
  });

  it('one that cannot be read keeps nobody from the others', async () => {
    const path = maildir({ 'new/1.a.host': 'one', 'new/2.b.host': 'two' });
    // Whoever runs the tests may be allowed to read anything: it leads to itself instead.
    rmSync(join(folder, 'new/1.a.host'));
    symlinkSync('1.a.host', join(folder, 'new/1.a.host'));
    expect(await read(path)).toEqual(['two']);
    expect(problems).toEqual([join(folder, 'new/1.a.host')]);
  });
});
