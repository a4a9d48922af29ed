import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { frameHtml } from '../../src/inspect/frame.ts';
import { openBrowser } from '../support/browser.ts';
import { fontConfig, fontFaces } from './fonts.ts';
import { MOST_HEIGHT, PIXEL_RATIO } from './limits.ts';

/** One way to look at a mail. */
export interface View {
  width: number;
  scheme: 'light' | 'dark';
  images: boolean;
}

/** Takes pictures of mails that are the same on every machine. */
export interface Camera {
  /** The mail as a PNG, from its top. */
  take: (html: string, view: View) => Promise<Buffer>;
  close: () => Promise<void>;
}

/** What makes pictures differ that show the same. */
const STEADY = ['--font-render-hinting=none', '--disable-lcd-text', '--hide-scrollbars'];

/** Schemes and images go by the frame that shows mails everywhere else: what is compared is what people look at. */
export async function openCamera(): Promise<Camera> {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-camera-'));
  const fonts = join(folder, 'fonts.conf');
  writeFileSync(fonts, fontConfig(join(folder, 'fonts')));
  const browser = await openBrowser({ args: STEADY, env: { FONTCONFIG_FILE: fonts } });
  const context = await browser.newContext({ deviceScaleFactor: PIXEL_RATIO, javaScriptEnabled: false });
  // Nothing of a mail may come from elsewhere; what does would be a picture of the weather.
  await context.route(/^https?:/, route => route.abort());
  const page = await context.newPage();
  let shown = '';
  return {
    async take(html, { width, scheme, images }) {
      const framed = frameHtml(html, { scheme, images });
      const faces = `<style>${fontFaces(html)}</style>`;
      await page.setViewportSize({ width, height: MOST_HEIGHT });
      if (framed !== shown)
        await show(
          page,
          framed.replace(/<head\b[^>]*>/i, tag => tag + faces),
        );
      shown = framed;
      const height = await page.evaluate<number>('Math.ceil(document.body.getBoundingClientRect().bottom)');
      return page.screenshot({
        clip: { x: 0, y: 0, width, height: Math.min(height, MOST_HEIGHT) },
        animations: 'disabled',
      });
    },
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Attempts at a page: in a browser that has just been started the first fonts are given up as often as not. */
const ATTEMPTS = 5;
/** Not only what has been asked for by now: the first picture may come before that. */
const ALL_FONTS = `Promise.all([...document.fonts].map(font => font.load())).then(() => true, () => false)`;

/** Shows a page whose fonts are all there. */
async function show(page: Page, html: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    await page.setContent(html);
    if (await page.evaluate<boolean>(ALL_FONTS)) return;
  }
  throw new Error('the fonts of the pictures do not load');
}
