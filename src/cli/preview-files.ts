import { join } from 'node:path';
import { parseAddress } from '../audience/address.ts';
import { addressFileName } from '../deliver/file-name.ts';
import { UserError } from '../errors.ts';
import { plan } from '../pipeline.ts';
import { writeWhole } from '../write-whole.ts';
import { readEditionOptions } from './edition-options.ts';
import { print, printJson, printTable } from './output.ts';
import type { PreviewOptions } from './preview.ts';
import { withApp } from './with-app.ts';

/** Writes the mails of an edition to files, as a run would hand them over; changes nothing. */
export async function writeFiles(out: string, options: PreviewOptions): Promise<void> {
  if (options.example) {
    throw new UserError('--example goes without --out: files are written of what is stored.');
  }
  const wanted = options.subscriber && new Set(options.subscriber.map(text => parseAddress(text).key));
  await withApp(async app => {
    const parts = await app.parts();
    const order = readEditionOptions(app, options);
    const files: { email: string; subject: string; files: string[] }[] = [];
    const skipped: { email: string; reason: string }[] = [];
    const met = new Set<string>();
    for await (const page of plan(parts, order)) {
      for (const line of page) {
        if (line.kind === 'erased') continue;
        const { email } = line;
        const { key } = parseAddress(email);
        if (wanted && !wanted.has(key)) continue;
        met.add(key);
        if (line.kind === 'skip') {
          skipped.push({ email, reason: line.reason });
          continue;
        }
        const { raw, html, text, subject } = await line.message();
        const base = join(out, addressFileName(email));
        await writeWhole(`${base}.eml`, raw);
        await writeWhole(`${base}.html`, html);
        await writeWhole(`${base}.txt`, text);
        files.push({ email, subject, files: [`${base}.eml`, `${base}.html`, `${base}.txt`] });
      }
    }
    const missing = (options.subscriber ?? []).filter(text => !met.has(parseAddress(text).key));
    if (missing.length > 0) throw new UserError(`No such subscriber: ${missing.join(', ')}.`, 1);
    const { edition } = order;
    if (options.json) return printJson({ edition, files, skipped });
    const rows = [
      ...files.map(one => [one.email, one.files[1] ?? '', one.subject]),
      ...skipped.map(one => [one.email, '–', one.reason]),
    ];
    if (rows.length > 0) printTable(['subscriber', 'open this', 'subject, or why there is none'], rows);
    print(`Edition ${edition}: mails written to ${out}: ${files.length}. Nobody got mail, nothing changed.`);
  });
}
