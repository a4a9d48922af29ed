import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pageInTheme } from '../../../src/cli/page-in-theme.ts';
import { readTheme, type Theme } from '../../../src/render/theme.ts';
import { mistakes } from '../../support/validate-html.ts';
import { openStudioWorld, type StudioWorld } from '../studio-world.ts';

const OTHERS = ['evening', 'lab'];

describe('the sheet of themes', () => {
  let world: StudioWorld;
  let lab: Theme;
  let shipped: string;
  const used = () => join(world.home, 'templates', 'theme.yaml');
  const themes = (name: string) => join(world.home, 'templates', 'themes', name);
  beforeAll(async () => {
    world = await openStudioWorld({ studio: { page: theme => pageInTheme(world.app, theme) } });
    lab = await readTheme(themes('lab.yaml'));
    shipped = readFileSync(used(), 'utf8');
  });
  afterEach(() => writeFileSync(used(), shipped));
  afterAll(() => world.close());

  const namesIn = (html: string) =>
    [...html.matchAll(/<h2 id="theme-[^"]*">([^<]*)<\/h2>(\n<p class="used">)?/g)].map(
      ([, name, isUsed]) => `${name}${isUsed ? ', in use' : ''}`,
    );

  it('shows every theme, the one in use first, and how to use the others', async () => {
    const before = world.fingerprint();
    const { status, text } = await world.get('/themes');
    expect(status).toBe(200);
    expect(namesIn(text)).toEqual(['Broadsheet, in use', 'Evening post', 'Lab notebook']);
    for (const id of OTHERS) expect(text).toContain(`cp ${themes(`${id}.yaml`)} ${used()}`);
    expect(text).not.toContain('broadsheet.yaml');
    for (const colour of Object.values(lab.night)) expect(text).toContain(`fill="${colour}"`);
    expect(await mistakes(text)).toEqual([]);
    expect(world.fingerprint()).toBe(before);
  });

  it('notices which one is in use, and shows one of the operator’s own', async () => {
    copyFileSync(themes('lab.yaml'), used());
    expect(namesIn((await world.get('/themes')).text)[0]).toBe('Lab notebook, in use');
    writeFileSync(
      used(),
      shipped.replace('name: Broadsheet', 'name: Ours').replace('corner: 3px', 'corner: 5px'),
    );
    const { text } = await world.get('/themes');
    expect(namesIn(text)).toEqual(['Ours, in use', 'Broadsheet', 'Evening post', 'Lab notebook']);
    expect(text).toContain(`cp ${themes('broadsheet.yaml')}`);
  });

  it('shows a theme under whatever name people give files', async () => {
    const file = themes('our_own.v2.yaml');
    writeFileSync(file, shipped.replace('name: Broadsheet', 'name: Ours'));
    try {
      expect(namesIn((await world.get('/themes')).text)).toContain('Ours');
      expect((await world.get('/themes/page?theme=our_own.v2')).status).toBe(200);
    } finally {
      rmSync(file);
    }
  });

  it('makes a frame anew where its theme changed while the one before is being made', async () => {
    let goOn = () => {};
    const gate = new Promise<void>(resolve => {
      goOn = resolve;
    });
    let begun = () => {};
    const isUnderway = new Promise<void>(resolve => {
      begun = resolve;
    });
    const page = ({ day }: Theme) => {
      begun();
      return gate.then(() => `<html><body>${day.accent}</body></html>`);
    };
    const slow = await openStudioWorld({ bare: true, studio: { page } });
    try {
      const file = join(slow.home, 'templates', 'themes', 'lab.yaml');
      const first = slow.get('/themes/page?theme=lab');
      await isUnderway;
      const taken = new Promise<number>(resolve => slow.live.watch(resolve));
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace(`accent: "${lab.day.accent}"`, 'accent: "#123456"'),
      );
      await taken;
      const second = slow.get('/themes/page?theme=lab');
      // Asked for later, and answered: by then the frame is asked for, too.
      await slow.get('/themes');
      goOn();
      expect((await first).text).toContain(lab.day.accent);
      expect((await second).text).toContain('#123456');
    } finally {
      goOn();
      await slow.close();
    }
  });

  it('tells what is wrong with a theme in its place, beside the others', async () => {
    writeFileSync(themes('ours.yaml'), shipped.replace('ink: "#1f1c18"', 'ink: "#<b>"'));
    try {
      const { status, text } = await world.get('/themes');
      expect(status).toBe(200);
      expect(text).toMatch(/ours\.yaml:\d+:8: day ink: expected a colour/);
      expect(namesIn(text)).toHaveLength(4);
      expect((await world.get('/themes/mail?theme=ours')).status).toBe(400);
      expect((await world.get('/themes/page?theme=ours')).status).toBe(400);
    } finally {
      rmSync(themes('ours.yaml'));
    }
  });

  it.each(['mail', 'page'])(
    'frames a %s in a theme, by day or at night, in which nothing runs',
    async what => {
      for (const [scheme, palette, other] of [
        ['light', lab.day, lab.night],
        ['dark', lab.night, lab.day],
      ] as const) {
        const { status, text, headers } = await world.get(`/themes/${what}?theme=lab&scheme=${scheme}`);
        expect(status).toBe(200);
        expect(text).toContain(palette.paper);
        expect(text).not.toContain('<script');
        // The frame has answered the question for the scheme.
        expect(text).not.toContain('prefers-color-scheme');
        expect(text.includes(`content="${scheme}"`)).toBe(true);
        expect(other.paper).not.toBe(palette.paper);
        expect(headers.get('content-security-policy')).toMatch(
          /default-src 'none'.*frame-ancestors 'self'; sandbox/,
        );
      }
    },
  );

  it.each(['nothing', '../theme', '<b>'])('knows no theme %s', async id => {
    for (const what of ['mail', 'page']) {
      const { status, text } = await world.get(`/themes/${what}?theme=${encodeURIComponent(id)}`);
      expect(status).toBe(400);
      expect(text).toContain('There is no theme');
      expect(text).not.toContain('<b>');
    }
  });

  it('shows mails alone where nobody gives it pages', async () => {
    const bare = await openStudioWorld({ bare: true });
    try {
      const { text } = await bare.get('/themes');
      expect(text).toContain('/themes/mail?');
      expect(text).not.toContain('/themes/page?');
      expect((await bare.get('/themes/page?theme=lab')).status).toBe(400);
      // Nobody is stored: a letter stands for the mail.
      expect((await bare.get('/themes/mail?theme=lab')).text).toContain(lab.day.accent);
    } finally {
      await bare.close();
    }
  });
});
