import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLetterRenderer } from '../../src/render/letter.ts';
import { compileMjml } from '../../src/render/mjml-document.ts';
import { createRenderer } from '../../src/render/renderer.ts';
import { fillTheme, readTheme, themeFile } from '../../src/render/theme.ts';
import { TEMPLATES } from './mail.ts';

const loaded = () => Object.keys(createRequire(import.meta.url).cache).some(file => file.includes('/mjml/'));

test('the build has compiled the mails that come with the program, as MJML compiles them', async () => {
  await createRenderer(TEMPLATES);
  await createLetterRenderer(TEMPLATES);
  expect(loaded()).toBe(false);
  const theme = await readTheme(themeFile(TEMPLATES));
  for (const name of ['edition.mjml', 'letter.mjml']) {
    const file = join(TEMPLATES, name);
    const written = readFileSync(file, 'utf8');
    const compiled = (text: string) => compileMjml(text, file, source => fillTheme(source, theme, file));
    // Another text to the program, the same mail to MJML.
    expect(await compiled(written)).toBe(await compiled(`${written}\n`));
  }
  expect(loaded()).toBe(true);
});
