import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CHROMIUM } from '../support/browser.ts';
import { type Camera, openCamera } from '../visual/camera.ts';
import { look } from '../visual/look.ts';
import { MAILS, type VisualMail } from '../visual/mails.ts';

const PICTURES = new URL('../visual/pictures/', import.meta.url).pathname;
const NAME = 'images';
const images = MAILS.find(({ name }) => name === NAME);

describe.runIf(CHROMIUM)('pictures of mails', () => {
  let folder: string;
  let stored: string;
  let camera: Camera;

  beforeAll(async () => {
    camera = await openCamera();
  });
  afterAll(() => camera?.close());

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'paperboy-visual-'));
    stored = join(folder, 'pictures');
    cpSync(PICTURES, stored, {
      recursive: true,
      filter: path => !/\w-\d+-/.test(path) || path.includes(NAME),
    });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const lookAt = (mails: readonly VisualMail[], only: string[], accept = false) =>
    look({ camera, mails, stored, out: join(folder, 'out'), only, accept });

  it('are as stored; a colour that is changed is found, named, shown and, if that was meant, accepted', async () => {
    if (!images) throw new Error('there is no mail with images');
    const views = { picture: `${NAME}-390-light`, view: '390 px, light' };
    const bare = { picture: `${NAME}-390-light-without-images`, view: '390 px, light, without images' };
    const only = [views.picture];
    const before = await lookAt([images], only);
    expect(before.looks.map(({ share, ...rest }) => rest)).toEqual([
      { ...views, verdict: 'same' },
      { ...bare, verdict: 'same' },
    ]);

    const repainted = { ...images, html: async () => (await images.html()).replace('#f0e2c8', '#e6d6b8') };
    const changed = await lookAt([repainted], only);
    // With images, the picture in front of the colour is seen.
    expect(changed.looks).toMatchObject([
      { ...views, verdict: 'same' },
      { ...bare, verdict: 'changed' },
    ]);
    const sheet = readFileSync(changed.sheet, 'utf8');
    expect(sheet).toContain('<h1>1 changed</h1>');
    for (const kind of ['stored', 'now', 'diff']) {
      const file = `${bare.picture}.${kind}.png`;
      expect(sheet).toContain(`src="${file}"`);
      expect(readdirSync(join(folder, 'out'))).toContain(file);
    }

    await lookAt([repainted], only, true);
    const after = await lookAt([repainted], only);
    expect(after.looks.map(({ verdict }) => verdict)).toEqual(['same', 'same']);
    expect(readFileSync(after.sheet, 'utf8')).toContain('Nothing changed');
  });

  it('are told of when there is no stored one, or no mail to it', async () => {
    if (!images) throw new Error('there is no mail with images');
    const { looks } = await lookAt([{ ...images, name: 'another' }], ['another-390-dark', 'images-390-dark']);
    expect(looks.map(({ picture, verdict }) => [picture, verdict]).sort()).toEqual([
      ['another-390-dark', 'new'],
      ['another-390-dark-without-images', 'new'],
      ['images-390-dark', 'not needed'],
      ['images-390-dark-without-images', 'not needed'],
    ]);
  });
});
