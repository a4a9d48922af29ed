import type { Browser } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameHtml, type Look } from '../../src/inspect/frame.ts';
import { inOutlook } from '../../src/inspect/outlook/outlook.ts';
import { CHROMIUM, openBrowser, type Scheme } from '../support/browser.ts';
import { mailHtml } from './mails.ts';

describe.skipIf(!CHROMIUM)('a framed mail in a browser', () => {
  let browser: Browser;
  let html: string;
  beforeAll(async () => {
    browser = await openBrowser();
    html = await mailHtml();
  });
  afterAll(() => browser.close());

  /** How light the corner of a framed mail is, 0 to 255, on a machine of that scheme. */
  async function corner(look: Look['scheme'], machine: Scheme): Promise<number> {
    const page = await browser.newPage({ colorScheme: machine, viewport: { width: 600, height: 400 } });
    const framed = frameHtml(html, { scheme: look, images: true });
    await page.setContent(
      '<!doctype html><body style="margin:0"><iframe width=600 height=400 style="border:0"></iframe>',
    );
    await page.evaluate(`document.querySelector('iframe').srcdoc = ${JSON.stringify(framed)}`);
    await page.frames()[1]?.waitForLoadState();
    await page.waitForSelector('iframe');
    const { data } = PNG.sync.read(await page.screenshot());
    await page.close();
    return ((data[0] ?? 0) + (data[1] ?? 0) + (data[2] ?? 0)) / 3;
  }

  it.each(['light', 'dark'] as const)('looks as asked on a machine that prefers %s', async machine => {
    expect(await corner('light', machine)).toBeGreaterThan(220);
    expect(await corner('dark', machine)).toBeLessThan(40);
    const inverted = await corner('inverted', machine);
    expect(inverted).toBeLessThan(40);
  });

  it('shows words in the place of images', async () => {
    const page = await browser.newPage();
    const picture = '<p>Here: <img src="data:image/png;base64,AAAA" alt="a cat" width="300"></p>';
    await page.setContent(frameHtml(picture, { scheme: 'light', images: false }));
    const box = await page.locator('img').boundingBox();
    expect(box?.width).toBeGreaterThan(20);
    expect(await page.locator('img').getAttribute('src')).toBeNull();
    await page.close();
  });

  it('holds its width in Outlook, which knows no widest width', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.setContent(frameHtml(inOutlook(html).html, { scheme: 'light', images: true }));
    const box = await page.locator('h1').boundingBox();
    expect(box?.width).toBeGreaterThan(500);
    expect(box?.width).toBeLessThanOrEqual(640);
    await page.close();
  });
});
