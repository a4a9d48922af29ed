import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LETTER_KINDS } from '../../../src/model/letter.ts';
import { openPreviewer } from '../../../src/pipeline/preview.ts';
import { mistakes } from '../../support/validate-html.ts';
import { DAY, LONG, openStudioWorld, type StudioWorld, VERA } from '../studio-world.ts';

const HOSTILE = '<script>alert(1)</script>"\'&';
const OF_DAY = `who=${VERA}&edition=${DAY}`;

describe('the preview', () => {
  let world: StudioWorld;
  beforeAll(async () => {
    world = await openStudioWorld();
  });
  afterAll(() => world?.close());
  const text = async (query: string) => (await world.get(`/preview?${query}`)).text;

  it('shows the mail of any reader and day, the next one of whoever comes first to begin with', async () => {
    const first = await world.get('/preview');
    expect(first.status).toBe(200);
    expect(first.text).toContain('<h1 dir="auto">2 June 2026 for Vera</h1>');
    expect(first.text).toContain('Not frozen: planned by now, due Tue 2 June');
    // On that day she had a mail already.
    const past = await text(`who=${VERA}&edition=2026-06-01`);
    expect(past).toContain('On record: accepted');
    expect(past).toContain('Plan it anew');
    expect(await text(`who=${VERA}&edition=2026-06-01&anew=yes`)).toContain('Show it as it was frozen');
    expect(await text('who=ada%40example.org')).toContain('On the list example.csv, line 2');
    expect(await text('who=made-up')).toContain('Made up, on no list');
    // Whoever goes on from there sees others as they are.
    expect(await text(`who=${VERA}&edition=2026-06-01&anew=yes&panel=time`)).not.toMatch(
      /id="day-after" href="[^"]*anew|href="[^"]*anew[^"]*" data-go title|name="anew"[^>]*>\s*<label class="unseen" for="edition"/,
    );
    expect(first.text).toContain('whoever leaves by them unsubscribes that reader');
    expect(await text('who=ada%40example.org')).toContain('lead nowhere: this reader is no subscriber');
    expect(await text('who=1')).toContain('for Vera</h1>');
  });

  it('gives the very bytes, and frames their HTML with no way to run or to leave', async () => {
    const mail = await world.get(`/preview.eml?${OF_DAY}`);
    expect(mail.headers.get('content-disposition')).toBe(`attachment; filename="${DAY}-${VERA}.eml"`);
    expect(mail.text).toMatch(/^Message-ID: </m);
    const frame = await world.get(`/preview/frame?${OF_DAY}&scheme=dark`);
    const rules = frame.headers.get('content-security-policy');
    expect(rules).toContain("default-src 'none'");
    expect(rules).toContain('sandbox allow-same-origin allow-popups');
    expect(rules).not.toContain('allow-scripts');
    expect(rules).toContain("frame-ancestors 'self'");
    expect(frame.text).toContain('<base target="_blank">');
    const page = await world.get(`/preview?${OF_DAY}`);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  it('makes each letter', async () => {
    for (const kind of LETTER_KINDS) {
      const page = await world.get(`/preview?${OF_DAY}&mail=${kind}&panel=why`);
      expect(page.status).toBe(200);
      expect(page.text).toContain('A letter, as it would be written at that hour.');
      expect(page.text).toContain('A letter carries no papers.');
      const eml = await world.get(`/preview.eml?${OF_DAY}&mail=${kind}`);
      expect(eml.text).toBe((await world.get(`/preview.eml?${OF_DAY}&mail=${kind}`)).text);
    }
  });

  it('says why there is no mail, and what is on record', async () => {
    const rests = await text('who=rests%40example.net');
    expect(rests).toContain('No mail');
    expect(rests).toContain('their mail rests until 1 July 2026');
    expect(rests).toContain('On record: nothing');
    const sunday = await text('who=kenji%40example.com&edition=2026-06-07');
    expect(sunday).toContain('Monday to Friday, and this is a Sunday');
    expect(sunday).toContain('Their next day: 8 June 2026');
    expect((await world.get('/preview/frame?who=rests%40example.net')).status).toBe(404);
    expect((await world.get('/preview.eml?who=rests%40example.net')).status).toBe(404);
  });

  it('tells why each paper is in the mail or is not', async () => {
    const why = await text(`${OF_DAY}&panel=why`);
    for (const words of [
      '6 papers under',
      'in full',
      'over their most, 6 papers',
      'score 0.',
      'Below the threshold',
    ]) {
      expect(why).toContain(words);
    }
    expect(
      await text(`${OF_DAY}&panel=why&if=yes&topics=llm&days=tue&hour=7&max=6&excluded=model`),
    ).toContain('holds “model”');
    // Vera had both papers of the day before.
    const again = await text(`${OF_DAY}&panel=why&all=yes`);
    expect(again).toContain('carried on 1 June 2026');
  });

  it('goes through the last days with other preferences', async () => {
    const same = await text(`${OF_DAY}&panel=time&span=7`);
    expect(same.match(/data-go>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ \w+<\/a>/g)).toHaveLength(7);
    expect(same).not.toContain('Gained');
    const other = await text(`${OF_DAY}&panel=time&span=7&if=yes&topics=rl&days=tue&hour=7&max=6`);
    expect(other).toMatch(/Gained \([1-9]/);
    expect(other).toMatch(/Lost \([1-9]/);
    expect(other).toMatch(/on record: [1-9]\d* papers?/);
  });

  it('keeps what was typed, and says at the field what is wrong with it', async () => {
    const page = await world.get(
      `/preview?${OF_DAY}&if=yes&topics=llm&days=tue&hour=noon&max=6&queries=%22open`,
    );
    expect(page.status).toBe(200);
    expect(page.text).toContain('value="noon"');
    expect(page.text).toContain('href="#if-hour"');
    expect(page.text).toContain('href="#if-queries"');
    expect(page.text).toMatch(/id="if-hour"[^>]*aria-invalid="true"/);
    expect(page.text).toMatch(/role="status"[^>]*>[^<]*“?noon[^<]*Shown: /);
  });

  it.each([
    ['who=nobody%40example.net', 404, 'Nobody has this address'],
    ['who=4', 404, 'This subscriber is erased'],
    ['who=99', 404, 'Nobody has this number'],
    ['who=99999999999999', 404, 'Nobody has this number'],
    [`find=%00${VERA.slice(0, 3)}`, 200, '2 June 2026 for Vera'],
    ['who=%40', 404, 'That is no address'],
    [`who=${encodeURIComponent(HOSTILE)}`, 404, 'That is no address'],
    ['edition=2026-02-30', 400, 'is no date'],
    ['edition=0001-01-01', 400, 'is no date'],
    [
      `edition=${encodeURIComponent(HOSTILE)}&find=${encodeURIComponent(HOSTILE)}`,
      400,
      'No address begins so',
    ],
    ['edition=2999-12-31&panel=time&span=31', 200, 'Day by day'],
    [`who=${encodeURIComponent(LONG)}&panel=why&view=headers`, 200, 'for Ольга'],
    [
      `if=yes&name=${encodeURIComponent(HOSTILE)}&topics=${encodeURIComponent(HOSTILE)}&max=9`,
      200,
      'Changed: ',
    ],
    ['who=made-up&if=yes&max=1000&days=mon&hour=7&panel=why', 200, 'they follow'],
    ['view=nonsense&panel=toString&mail=constructor&width=x', 200, '2 June 2026 for Vera'],
  ])('has helpful words for %s', async (query, status, words) => {
    const page = await world.get(`/preview?${query}`);
    expect(page.status).toBe(status);
    expect(page.text).toContain(words);
    expect(page.text).not.toContain('<script>alert');
    expect(await mistakes(page.text)).toEqual([]);
  });

  it.each(['text', 'html', 'raw', 'headers', 'outlook'])('is sound HTML where %s is shown', async view => {
    expect(await mistakes(await text(`${OF_DAY}&view=${view}`))).toEqual([]);
    expect(await mistakes(await text(`${OF_DAY}&view=${view}&panel=time&if=yes&days=x`))).toEqual([]);
  });

  it('shows a mistake with its lines above the last mail that worked', async () => {
    const file = join(world.home, 'subscribers', 'topics.yaml');
    const source = readFileSync(file, 'utf8');
    const next = () =>
      new Promise<void>(resolve => {
        const stop = world.live.watch(() => {
          stop();
          resolve();
        });
      });
    let told = next();
    writeFileSync(file, source.replace('topics:', 'topics: ['));
    await told;
    const page = await world.get(`/preview?${OF_DAY}`);
    expect(page.text).toMatch(/topics\.yaml:\d+/);
    expect(page.text).toContain('Below is the last mail that did.');
    expect(page.text).toContain('class="device phone"');
    expect(await mistakes(page.text)).toEqual([]);
    told = next();
    writeFileSync(file, source);
    await told;
    expect(await text(OF_DAY)).not.toContain('topics.yaml:');
    // The mail is made of the files as they are, whatever is wrong with a list.
    told = next();
    writeFileSync(join(world.home, 'subscribers', 'team.csv'), 'email,topics\nno address,llm\n');
    await told;
    const fresh = await text(OF_DAY);
    expect(fresh).toContain('team.csv:2');
    expect(fresh).toContain('Not all of the files work. The mail below is made of those that do.');
    told = next();
    rmSync(join(world.home, 'subscribers', 'team.csv'));
    await told;
  });

  it('keeps its own pages as they were while a template of theirs is broken', async () => {
    const file = join(world.home, 'templates', 'studio', 'preview.hbs');
    const source = readFileSync(file, 'utf8');
    const next = () =>
      new Promise<void>(resolve => {
        const stop = world.live.watch(() => {
          stop();
          resolve();
        });
      });
    let told = next();
    writeFileSync(file, `${source}{{#if}`);
    await told;
    expect(await text(OF_DAY)).toContain('These pages are shown as they were before');
    told = next();
    writeFileSync(file, source);
    await told;
    expect(await text(OF_DAY)).not.toContain('These pages are shown as they were before');
  });

  it('tells in words what a template asks for and nobody knows, be it the one around all pages', async () => {
    const file = join(world.home, 'templates', 'studio', 'layout.hbs');
    const source = readFileSync(file, 'utf8');
    const save = (layout: string) =>
      new Promise<void>(resolve => {
        const stop = world.live.watch(() => {
          stop();
          resolve();
        });
        writeFileSync(file, layout);
      });
    await save(source.replace('{{title}}', '{{titel}}'));
    expect((await world.get('/preview')).text).toMatch(/^Something went wrong\n\n.*titel/);
    expect((await world.get('/nowhere')).text).toContain('No such page');
    await save(source);
    expect((await world.get('/preview')).status).toBe(200);
  });

  it('changes nothing, whatever is looked at', async () => {
    const before = world.fingerprint();
    for (const panel of ['checks', 'why', 'time']) {
      await world.get(`/preview?${OF_DAY}&panel=${panel}&if=yes&topics=rl&days=tue&hour=7&max=30`);
      await world.get(`/preview?who=ada%40example.org&panel=${panel}&mail=confirm`);
    }
    await world.get(`/preview.eml?${OF_DAY}`);
    expect(world.fingerprint()).toBe(before);
  });

  it('tells waiting pages of each change', async () => {
    const answer = await world.studio.fetch(new Request('http://127.0.0.1:8024/events'));
    const body = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect(await body?.read()).toMatchObject({
      value: expect.stringContaining(`event: change\ndata: ${world.live.version()}`),
    });
    writeFileSync(join(world.home, 'templates', 'studio', 'preview.css'), 'main {}');
    expect(await body?.read()).toMatchObject({ value: expect.stringContaining('event: change') });
    await body?.cancel();
  });
});

describe('the preview while files change', () => {
  it('names the version it was asked for at, and keeps nobody waiting who does not read', async () => {
    const previewer = openPreviewer();
    let meanwhile = async () => {};
    let watching = 0;
    const world = await openStudioWorld({
      studio: {
        previewer: {
          preview: async (...order) => {
            const preview = await previewer.preview(...order);
            await meanwhile();
            return preview;
          },
        },
      },
      live: live => ({
        ...live,
        watch: listener => {
          watching++;
          return live.watch(listener);
        },
      }),
    });
    try {
      const file = join(world.home, 'templates', 'edition.txt.hbs');
      meanwhile = () =>
        new Promise(resolve => {
          const stop = world.live.watch(() => {
            stop();
            resolve();
          });
          writeFileSync(file, `${readFileSync(file, 'utf8')}\nEdited.\n`);
        });
      const before = world.live.version();
      // The mail is the one from before: a page that said otherwise would not ask again.
      expect((await world.get(`/preview?${OF_DAY}`)).text).toContain(`data-version="${before}"`);
      expect(world.live.version()).toBeGreaterThan(before);

      const request = new Request('http://127.0.0.1:8024/events', { method: 'HEAD' });
      expect((await world.studio.fetch(request)).status).toBe(200);
      expect(watching).toBe(0);
    } finally {
      await world.close();
    }
  });
});

describe('the preview of an empty database', () => {
  it('shows somebody made up, says how to get readers, and that papers are examples', async () => {
    const world = await openStudioWorld({ bare: true, studio: { isExample: true } });
    try {
      const page = await world.get('/preview?panel=why');
      expect(page.status).toBe(200);
      for (const words of [
        'There are no subscribers yet',
        'Made up, on no list',
        'No mail',
        'Example data',
      ]) {
        expect(page.text).toContain(words);
      }
      for (const query of ['mail=confirm', 'panel=time', 'edition=2026-06-01&view=raw']) {
        const other = await world.get(`/preview?${query}`);
        expect(other.status).toBe(200);
        expect(await mistakes(other.text)).toEqual([]);
      }
    } finally {
      await world.close();
    }
  });
});
