import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { contrastRatio } from '../../src/model/contrast.ts';
import { parseTheme } from '../../src/render/theme.ts';

const TEMPLATES = new URL('../../templates/', import.meta.url);
const THEMES = ['theme.yaml', ...readdirSync(new URL('themes/', TEMPLATES)).map(name => `themes/${name}`)];
const CSS = readFileSync(new URL('web/admin.css', TEMPLATES), 'utf8');
const [DAY = '', NIGHT = ''] = [...CSS.matchAll(/:root \{([^}]+)\}/g)].map(([, block]) => block ?? '');

/** Those of states; what is skipped is a pale ground beside them. */
const STATES = ['good', 'open', 'doubt', 'bad', 'off'];

function colour(scheme: string, name: string): string {
  return new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(scheme)?.[1] ?? 'missing';
}

test.each(THEMES)('states are seen on the paper of %s', name => {
  const theme = parseTheme(readFileSync(new URL(name, TEMPLATES), 'utf8'), name);
  for (const state of STATES) {
    expect(contrastRatio(colour(DAY, state), theme.day.paper), state).toBeGreaterThanOrEqual(3);
    expect(contrastRatio(colour(NIGHT, state), theme.night.paper), state).toBeGreaterThanOrEqual(3);
  }
});

test('other colours are the theme’s', () => {
  const page = readFileSync(new URL('web/page.css', TEMPLATES), 'utf8');
  expect(page).not.toMatch(/#[0-9a-f]{3,8};|rgb|hsl/i);
});
