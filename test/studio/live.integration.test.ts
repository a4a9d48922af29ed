import { cpSync, mkdirSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createApp, homeIn } from '../../src/app.ts';
import { MistakeError } from '../../src/mistake.ts';
import { openLive } from '../../src/studio/live.ts';
import { type EditedHome, letterOf, openEditedHome } from './edited-home.ts';

const LETTER = 'templates/letter.mjml';
const WORDS = 'If the button does not work';

let home: EditedHome;

/** Replaces a piece of a file that must be there. */
function edited(file: string, from: string, to: string): string {
  const text = home.read(file);
  expect(text).toContain(from);
  return text.replace(from, to);
}

async function shown(): Promise<string> {
  return letterOf(await home.live.parts());
}

function mistakes(): string[] {
  return home.live
    .mistakes()
    .map(
      ({ file, line, column, message }) =>
        `${file.replace(home.path('/'), '')}:${line}:${column}: ${message}`,
    );
}

/** The lines that the excerpts mark. */
function marked(): (string | undefined)[] {
  return home.live.mistakes().map(({ excerpt }) => excerpt.find(({ wrong }) => wrong)?.text.trim());
}

/** Watchers that keep this process; one that was closed is gone with the next turn. */
async function watchers(): Promise<number> {
  await setImmediate();
  await setImmediate();
  return process.getActiveResourcesInfo().filter(name => name === 'FSEventWrap').length;
}

describe('the files of a program', () => {
  beforeEach(async () => {
    home = await openEditedHome();
  });
  afterEach(() => home.dispose());

  test('work as they come, and a save is one version that shows', async () => {
    expect([home.live.version(), mistakes()]).toEqual([0, []]);
    expect(await shown()).toContain(WORDS);
    const version = await home.after(() =>
      home.write(LETTER, edited(LETTER, WORDS, 'Should the button fail')),
    );
    expect([version, home.live.version(), mistakes()]).toEqual([1, 1, []]);
    expect(await shown()).toContain('Should the button fail');
    await home.after(() =>
      home.replace(LETTER, edited(LETTER, 'Should the button fail', 'Where the button fails')),
    );
    expect(await shown()).toContain('Where the button fails');
  });

  test.each([
    [
      'templates/letter.mjml',
      '</h1>',
      '',
      /^templates\/letter\.mjml:\d+:11: <h1> is never closed/,
      /<h1 style/,
    ],
    [
      'templates/letter.mjml',
      '<mj-column>',
      '<mj-column colour="red">',
      /letter\.mjml:\d+:18: .*colour/,
      /colour="red"/,
    ],
    [
      'templates/letter.mjml',
      '{{reason}}',
      '{{raeson}}',
      /letter\.mjml:\d+:13: .*mean reason\?$/,
      /^{{raeson}}$/,
    ],
    [
      'templates/letter.mjml',
      '{{theme.day.paper}}',
      '{{theme.day.papper}}',
      /letter\.mjml:\d+:\d+: .*paper/,
      /papper/,
    ],
    [
      'templates/edition.txt.hbs',
      '{{#if idea}}',
      '',
      /edition\.txt\.hbs:\d+:1: block card: {{\/if}} closes nothing/,
      /^{{\/if}}$/,
    ],
    [
      'templates/edition.mjml',
      '<!-- block: line -->',
      '<!-- block: lien -->',
      /edition\.mjml:\d+:\d+: .*mean line\?/,
      /lien/,
    ],
    [
      'templates/theme.yaml',
      'size: 52px',
      'size: 52',
      /theme\.yaml:\d+:\d+: masthead size: expected a length/,
      /^size: 52$/,
    ],
    [
      'subscribers/topics.yaml',
      'description:',
      'descripton:',
      /topics\.yaml:\d+:\d+: .*mean description\?/,
      /descripton/,
    ],
  ])(
    '%s with %j changed to %j: told in its place, the last good mail stays, and mending heals',
    async (file, from, to, told, line) => {
      const good = home.read(file);
      const before = await home.live.parts();
      await home.after(() => home.write(file, edited(file, from, to)));
      expect(mistakes()[0]).toMatch(told);
      expect(marked()[0]).toMatch(line);
      expect(await home.live.parts()).toBe(before);
      expect(await shown()).toContain(WORDS);
      const version = await home.after(() => home.write(file, good));
      expect(mistakes()).toEqual([]);
      expect(version).toBe(2);
      expect(await home.live.parts()).not.toBe(before);
    },
  );

  test('a page that cannot be read is told of in its place, and is no reason to make parts anew', async () => {
    const parts = await home.live.parts();
    const page = 'templates/web/notice.hbs';
    const text = home.read(page);
    await home.after(() => home.write(page, `${text}\n{{#if title}}\n{{> layuot}}`));
    expect(mistakes()).toEqual([
      expect.stringMatching(/notice\.hbs:\d+:1: {{#if title}} is never closed/),
      expect.stringMatching(/notice\.hbs:\d+:1: there is no part layuot: did you mean layout\?/),
    ]);
    await home.after(() => home.write(page, text));
    expect(mistakes()).toEqual([]);
    expect(await home.live.parts()).toBe(parts);
  });

  test('an excerpt has two lines before and after', async () => {
    const text = home.read('templates/edition.txt.hbs').split('\n');
    const broken = [...text.slice(0, 9), '{{nobody}}', ...text.slice(9)].join('\n');
    await home.after(() => home.write('templates/edition.txt.hbs', broken));
    const [mistake] = home.live.mistakes();
    expect(mistake?.excerpt.map(({ line, wrong }) => [line, wrong])).toEqual([
      [8, false],
      [9, false],
      [10, true],
      [11, false],
      [12, false],
    ]);
  });

  test('mistakes in two files are told together', async () => {
    await home.after(
      () => {
        home.write('templates/edition.txt.hbs', edited('templates/edition.txt.hbs', '{{more}}', '{{moore}}'));
        home.write(LETTER, edited(LETTER, '{{reason}}', '{{raeson}}'));
      },
      () => mistakes().length === 2,
    );
    expect(mistakes().join('\n')).toMatch(/edition\.txt\.hbs.*moore[\s\S]*letter\.mjml.*raeson/);
  });

  test('a file that is gone is a mistake until it is back, and so is a folder', async () => {
    const text = home.read(LETTER);
    await home.after(() => rmSync(home.path(LETTER)));
    expect(mistakes()).toEqual([
      expect.stringMatching(/^templates\/letter\.mjml:null:null: cannot read the template \(ENOENT\)/),
    ]);
    await home.after(() => home.write(LETTER, text));
    expect(mistakes()).toEqual([]);
    const gone = () => mistakes().length > 0;
    await home.after(() => renameSync(home.path('templates'), home.path('elsewhere')), gone);
    expect(await shown()).toContain(WORDS);
    await home.after(
      () => cpSync(home.path('elsewhere'), home.path('templates'), { recursive: true }),
      () => !gone(),
    );
    // The new folder is the one that is watched.
    await home.after(() => home.write(LETTER, edited(LETTER, WORDS, 'Should the button fail')));
    expect(await shown()).toContain('Should the button fail');
  });

  test('of many saves at once the newest stays', async () => {
    const last = 'Version number 40';
    await home.after(
      () => {
        const text = home.read(LETTER);
        for (let number = 1; number <= 40; number++)
          home[number % 2 ? 'write' : 'replace'](LETTER, text.replace(WORDS, `Version number ${number}`));
      },
      async () => (await shown()).includes(last),
    );
    expect(await shown()).toContain(last);
    expect(home.live.version()).toBeLessThan(40);
    expect(mistakes()).toEqual([]);
  });

  test('saves while parts are being made are not lost', async () => {
    const text = home.read(LETTER);
    let number = 0;
    // Each version that is told of starts the next save, and one right after it.
    const save = () => {
      if (number >= 6) return;
      home.write(LETTER, text.replace(WORDS, `Version number ${++number}`));
      process.nextTick(() => home.write(LETTER, text.replace(WORDS, `Version number ${++number}`)));
    };
    const end = home.live.watch(save);
    await home.after(save, async () => (await shown()).includes('Version number 6'));
    end();
    expect(mistakes()).toEqual([]);
  });

  test('topics and theme are taken in; pages and lists leave the parts as they are', async () => {
    await home.after(() =>
      home.write(
        'subscribers/topics.yaml',
        edited('subscribers/topics.yaml', 'topics:', 'topics:\n  - {id: bees, name: Bees}'),
      ),
    );
    expect((await home.live.parts()).catalogue.topics[0]).toMatchObject({ id: 'bees' });
    await home.after(() =>
      home.write('templates/theme.yaml', edited('templates/theme.yaml', '#8c2f20', '#123456')),
    );
    expect(await shown()).toContain('#123456');
    const parts = await home.live.parts();
    await home.after(() => home.write('templates/studio/studio.css', '/* another */'));
    await home.after(() => home.write('templates/web/page.css', '/* another */'));
    await home.after(() => home.write('subscribers/team.csv', 'email\nbo@example.org\n'));
    expect([await home.live.parts(), home.live.version()]).toEqual([parts, 5]);
  });

  test('other themes are made of the same templates', async () => {
    const night = /background-color:\s*#[0-9a-f]{6} !important/;
    const lab = letterOf(await home.live.themed('lab'));
    expect(lab).toContain(WORDS);
    expect(night.exec(lab)?.[0]).not.toBe(night.exec(await shown())?.[0]);
    await expect(home.live.themed('nobody')).rejects.toThrow(/no theme "nobody": .* has broadsheet, /);
    await expect(home.live.themed('../theme')).rejects.toThrow(/no theme/);
    await home.after(() => home.write(LETTER, edited(LETTER, WORDS, 'Should the button fail')));
    expect(letterOf(await home.live.themed('lab'))).toContain('Should the button fail');
    await home.after(() => home.write(LETTER, edited(LETTER, '</h1>', '')));
    expect(letterOf(await home.live.themed('lab'))).toContain('Should the button fail');
    await expect(home.live.themed('evening')).rejects.toThrow(/<h1> is never closed/);
  });

  test('what is saved as it was, and what no program reads, is no version', async () => {
    const versions: number[] = [];
    home.live.watch(version => versions.push(version));
    home.write(LETTER, home.read(LETTER));
    utimesSync(home.path('templates/edition.mjml'), 1, 1);
    home.write('templates/.letter.mjml.swp', 'x');
    home.write('templates/letter.mjml~', 'x');
    mkdirSync(home.path('templates/themes/empty'));
    await home.after(
      () => home.write(LETTER, edited(LETTER, WORDS, 'Should the button fail')),
      async () => (await shown()).includes('Should the button fail'),
    );
    expect(versions).toEqual([1]);
  });

  test('readers are those of the lists, the examples first; rows that are not usable are mistakes', async () => {
    const [first, ...others] = await home.live.readers();
    expect(first).toMatchObject({
      file: 'example.csv',
      line: 2,
      subscriber: {
        num: 0,
        email: 'ada@example.org',
        status: 'active',
        topics: ['llm', 'reasoning', 'agents'],
      },
    });
    expect(others).toHaveLength(5);
    const list = 'email,topics\nbo@example.org,llm\nnobody,llm\ncy@example.org,bees\n';
    await home.after(() => home.write('subscribers/team.csv', list));
    expect((await home.live.readers()).slice(6)).toEqual([
      expect.objectContaining({
        file: 'team.csv',
        line: 2,
        subscriber: expect.objectContaining({ email: 'bo@example.org' }),
      }),
    ]);
    expect(mistakes()).toEqual([
      expect.stringMatching(/^subscribers\/team\.csv:3:null: .*nobody/),
      expect.stringMatching(/^subscribers\/team\.csv:4:null: .*bees/),
    ]);
    expect(marked()).toEqual(['nobody,llm', 'cy@example.org,bees']);
    // What lists may name is in the catalogue.
    await home.after(() =>
      home.write(
        'subscribers/topics.yaml',
        edited('subscribers/topics.yaml', 'topics:', 'topics:\n  - {id: bees, name: Bees}'),
      ),
    );
    expect(mistakes()).toHaveLength(1);
    await home.after(() => home.write('subscribers/team.csv', 'email,topcs\nbo@example.org,llm\n'));
    expect(mistakes()).toEqual([
      expect.stringMatching(/team\.csv:1:null: the header, line 1: .*mean topics/),
    ]);
    await home.after(() => home.write('subscribers/team.yaml', '- email: bo@example.org\n  name: [\n'));
    expect(mistakes()[1]).toMatch(/team\.yaml:[23]:\d+: the list is no valid YAML/);
    await home.after(() => {
      for (const name of ['team.csv', 'team.yaml']) rmSync(home.path(`subscribers/${name}`));
    });
    expect(mistakes()).toEqual([]);
  });

  test('whoever closed hears no more, and nothing keeps the process', async () => {
    const heard: number[] = [];
    home.live.watch(version => heard.push(version));
    const other = await openEditedHome();
    expect(await watchers()).toBeGreaterThan(0);
    home.live.close();
    other.live.close();
    home.write(LETTER, edited(LETTER, WORDS, 'Should the button fail'));
    // As long as a watcher needs to tell of the same: another one of that folder does.
    const third = await openLive(home.app);
    await new Promise<number>(resolve => {
      third.watch(resolve);
      home.write(LETTER, edited(LETTER, 'Should the button fail', WORDS));
    });
    third.close();
    expect(heard).toEqual([]);
    expect(await watchers()).toBe(0);
    await other.dispose();
  });
});

describe('where a system tells of no changes', () => {
  beforeEach(async () => {
    home = await openEditedHome({ events: false });
  });
  afterEach(() => home.dispose());

  test('they are found by looking', async () => {
    await home.after(() => home.replace(LETTER, edited(LETTER, WORDS, 'Should the button fail')));
    expect(await shown()).toContain('Should the button fail');
    await home.after(() => rmSync(home.path(LETTER)));
    expect(mistakes()[0]).toMatch(/cannot read the template/);
  });
});

test('what does not work to begin with is an error, and nothing is watched', async () => {
  home = await openEditedHome();
  home.live.close();
  home.write('templates/theme.yaml', 'name: 3');
  const again = createApp({ home: homeIn(home.path('/')), cwd: home.path('/'), env: {} });
  await expect(openLive(again)).rejects.toThrow(MistakeError);
  expect(await watchers()).toBe(0);
  await again.close();
  await home.dispose();
});
