import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Camera, View } from './camera.ts';
import { type Comparison, compare, smaller } from './compare.ts';
import { SCHEMES, WIDTHS } from './limits.ts';
import type { VisualMail } from './mails.ts';
import { contactSheet } from './sheet.ts';

/** What is looked at, and where pictures are. */
export interface Looking {
  camera: Camera;
  mails: readonly VisualMail[];
  /** Folder of the stored pictures. */
  stored: string;
  /** Folder for what is to be seen: it is emptied first. */
  out: string;
  /** Only pictures whose names begin like this; empty for all. */
  only: readonly string[];
  /** True: what is seen now is what is right from now on. */
  accept: boolean;
}

/** What came of one look at a mail. */
export interface Look {
  /** Name of the stored picture, without its ending. */
  picture: string;
  /** In words: `390 px, dark, without images`. */
  view: string;
  verdict: Comparison['verdict'] | 'not needed';
  share: number;
}

/** Takes every picture, compares it with the stored one and writes the contact sheet; accepts what is new, if asked to. */
export async function look(looking: Looking): Promise<{ looks: Look[]; sheet: string }> {
  const { camera, mails, stored, out, only, accept } = looking;
  rmSync(out, { recursive: true, force: true });
  for (const folder of [out, stored]) mkdirSync(folder, { recursive: true });
  const isAsked = (picture: string) => only.length === 0 || only.some(name => picture.startsWith(name));
  const looks: Look[] = [];
  for (const mail of mails) {
    const views = viewsOf(mail).filter(({ picture }) => isAsked(picture));
    const html = views.length === 0 ? '' : await mail.html();
    for (const { picture, view } of views) {
      looks.push(judge({ picture, view, now: await camera.take(html, view) }, looking));
    }
  }
  const needed = new Set(mails.flatMap(viewsOf).map(({ picture }) => picture));
  for (const picture of picturesIn(stored).filter(name => !needed.has(name) && isAsked(name))) {
    looks.push({ picture, view: '', verdict: 'not needed', share: 0 });
    if (accept) rmSync(join(stored, `${picture}.png`));
  }
  const sheet = join(out, 'index.html');
  writeFileSync(sheet, contactSheet(looks));
  return { looks, sheet };
}

interface Taken {
  picture: string;
  view: View;
  now: Buffer;
}

/** Compares one picture, and puts what is to be seen of it beside the contact sheet. */
function judge({ picture, view, now }: Taken, { stored, out, accept }: Looking): Look {
  const file = join(stored, `${picture}.png`);
  const before = existsSync(file) ? readFileSync(file) : null;
  const { verdict, share, diff } = compare(before, now);
  const isSame = verdict === 'same';
  const shown = (kind: string) => join(out, `${picture}.${kind}.png`);
  // Where a mail has no images, both looks have one picture: the one that is off is shown.
  if (!isSame || !existsSync(shown('now'))) writeFileSync(shown('now'), now);
  if (!isSame && before) writeFileSync(shown('stored'), before);
  if (diff) writeFileSync(shown('diff'), diff);
  if (!isSame && accept) writeFileSync(file, smaller(now));
  return { picture, view: inWords(view), verdict, share };
}

const BARE = '-without-images';

/** Every look at a mail, and the picture that it is compared with: the same with images and without, where a mail has none. */
function viewsOf({ name, images: hasImages }: VisualMail): { picture: string; view: View }[] {
  const views = SCHEMES.flatMap(scheme =>
    [true, false].flatMap(images => WIDTHS.map(width => ({ width, scheme, images }))),
  );
  return views.map(view => ({
    picture: `${name}-${view.width}-${view.scheme}${hasImages && !view.images ? BARE : ''}`,
    view,
  }));
}

function inWords({ width, scheme, images }: View): string {
  return `${width} px, ${scheme}${images ? '' : ', without images'}`;
}

function picturesIn(folder: string): string[] {
  const files = readdirSync(folder).filter(file => file.endsWith('.png'));
  return files.map(file => file.slice(0, -'.png'.length));
}
