// Reads one document of so many megabytes in a process of its own, as a file is read, and tells what that took.
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { readSnapshot } from '../../src/ingest/read-snapshot.ts';
import { readBounded } from '../../src/ingest/sources/read-bounded.ts';
import { DOCUMENTS, papers } from './documents.ts';

const [, , format = '', megabytes = '30', file] = process.argv;

if (file === undefined) {
  // Made by another process, which may take what memory it likes.
  const { execFileSync } = await import('node:child_process');
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-large-'));
  const path = join(folder, 'document');
  const write = DOCUMENTS[format];
  if (!write) throw new Error(`no format ${format}`);
  const size = Buffer.byteLength(write(papers(100))) / 100;
  writeFileSync(path, write(papers(Math.floor((Number(megabytes) * 1e6) / size))));
  const told = execFileSync(process.execPath, ['--import', 'tsx', ...process.argv.slice(1), path], {
    encoding: 'utf8',
  });
  process.stdout.write(told);
  rmSync(folder, { recursive: true });
} else {
  const before = process.resourceUsage().maxRSS;
  const start = performance.now();
  const bytes = await readBounded(createReadStream(file));
  const { entries, refusal } = readSnapshot(bytes, {
    now: Date.parse('2026-06-02T08:00:00Z'),
    timeZone: 'UTC',
  });
  const took = Math.round(performance.now() - start);
  const grown = Math.round((process.resourceUsage().maxRSS - before) / 1024);
  console.log(
    `${format}, ${megabytes} MB: ${refusal ?? `${entries.length} entries`}; ${took} ms, ${grown} MB of memory.`,
  );
}
