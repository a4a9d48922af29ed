import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** What stands for the fonts that come first in the themes, since those of machines differ. */
const STAND_INS: Readonly<Record<string, string>> = {
  Georgia: 'gelasio',
  Palatino: 'gelasio',
  'Segoe UI': 'roboto',
  'Trebuchet MS': 'roboto',
};
const FACES = [
  { weight: 400, style: 'normal' },
  { weight: 400, style: 'italic' },
  { weight: 700, style: 'normal' },
] as const;

/** Rules that bring along the fonts a mail asks for. */
export function fontFaces(html: string): string {
  const asked = Object.entries(STAND_INS).filter(([name]) => html.includes(name));
  return asked
    .flatMap(([name, font]) =>
      FACES.map(({ weight, style }) => {
        const data = readFileSync(fileOf(font, weight, style)).toString('base64');
        return `@font-face{font-family:'${name}';font-weight:${weight};font-style:${style};src:url(data:font/woff2;base64,${data})}`;
      }),
    )
    .join('\n');
}

/** A fontconfig file by which the browser knows these fonts only: it looks there for letters that the faces above lack. */
export function fontConfig(cache: string): string {
  const folders = new Set(Object.values(STAND_INS).map(font => dirname(fileOf(font, 400, 'normal'))));
  const listed = [...folders].map(folder => `<dir>${folder}</dir>`).join('');
  return `<?xml version="1.0"?><fontconfig>${listed}<cachedir>${cache}</cachedir></fontconfig>`;
}

function fileOf(font: string, weight: number, style: string): string {
  const file = `@fontsource/${font}/files/${font}-latin-${weight}-${style}.woff2`;
  return createRequire(import.meta.url).resolve(file);
}
