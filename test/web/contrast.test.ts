import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const CSS = readFileSync(new URL('../../templates/web/page.css', import.meta.url), 'utf8');
const [DAY = '', NIGHT = ''] = [...CSS.matchAll(/:root \{([^}]+)\}/g)].map(([, block]) => block ?? '');

function colour(scheme: string, name: string): string {
  return new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(scheme)?.[1] ?? 'missing';
}

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

test.each([
  ['by day', DAY],
  ['at night', NIGHT],
])('text and buttons can be read %s, and fields be seen', (_, scheme) => {
  for (const text of ['ink', 'quiet', 'accent']) {
    for (const ground of ['paper', 'field']) {
      expect(contrast(colour(scheme, text), colour(scheme, ground))).toBeGreaterThanOrEqual(4.5);
    }
  }
  expect(contrast(colour(scheme, 'on-accent'), colour(scheme, 'accent'))).toBeGreaterThanOrEqual(4.5);
  expect(contrast(colour(scheme, 'edge'), colour(scheme, 'field'))).toBeGreaterThanOrEqual(3);
});
