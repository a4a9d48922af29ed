import {
  type Browser,
  type BrowserContext,
  chromium as driver,
  type Page,
  type Response,
} from 'playwright-core';
import { findChromium } from './chromium.ts';

/** The browser's command; null where there is none, which is a loud skip. */
export const CHROMIUM = findChromium();

export type Scheme = 'light' | 'dark';

/** How somebody looks at a page. */
export interface Look {
  javaScript?: boolean;
  width?: number;
  scheme?: Scheme;
  /** Their zone, as scripts see it. */
  timeZone?: string;
}

/** A window, and what a careful person finds wrong with the pages in it. */
export interface Window {
  page: Page;
  /** What broke a promise since it was opened: errors, other hosts, what the policy of a page forbids. */
  complaints: string[];
  /** Goes somewhere, and answers with the page's text as it came. */
  open: (link: string) => Promise<Shown>;
  /** Does something that leads to another page, and answers with that. */
  go: (act: () => Promise<unknown>) => Promise<Shown>;
  /** Posts a form there from a page of the same site. */
  post: (link: string, fields?: Record<string, string | string[]>) => Promise<Shown>;
  close: () => Promise<void>;
}

/** An answer as it came. */
export interface Shown {
  status: number;
  html: string;
}

/** Starts one, with arguments and an environment of its own if need be; a file of tests shares it, since a start takes half a second. */
export async function openBrowser({
  args = [],
  env = {},
}: {
  args?: readonly string[];
  env?: Record<string, string>;
} = {}): Promise<Browser> {
  if (!CHROMIUM) throw new Error('there is no Chromium: look at CHROMIUM first');
  return driver.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', ...args],
    env: { ...process.env, ...env },
  });
}

/** Opens a window on the pages at `site`, with nothing remembered. */
export async function openWindow(browser: Browser, site: string, look: Look = {}): Promise<Window> {
  const { javaScript = true, width = 390, scheme = 'light', timeZone } = look;
  const context = await browser.newContext({
    javaScriptEnabled: javaScript,
    viewport: { width, height: 800 },
    colorScheme: scheme,
    locale: 'en-GB',
    ...(timeZone !== undefined && { timezoneId: timeZone }),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const go = async (act: () => Promise<unknown>) => {
    const [answer] = await Promise.all([page.waitForNavigation(), act()]);
    return shown(answer);
  };
  return {
    page,
    complaints: complaintsOf(context, page, site),
    open: async link => shown(await page.goto(link)),
    go,
    post: async (link, fields = {}) => {
      if (!page.url().startsWith(`${site}/`)) await page.goto(`${site}/robots.txt`);
      const entries = Object.entries(fields).flatMap(([name, values]) =>
        [values].flat().map(value => [name, value]),
      );
      return go(() => page.evaluate(`(${SUBMIT})(${JSON.stringify(link)}, ${JSON.stringify(entries)})`));
    },
    close: () => context.close(),
  };
}

/** Sends a form as if it stood in the page. */
const SUBMIT = `(action, entries) => {
  const form = document.createElement('form');
  Object.assign(form, { method: 'post', action });
  for (const [name, value] of entries) {
    const field = document.createElement('textarea');
    Object.assign(field, { name, value });
    form.append(field);
  }
  document.documentElement.append(form);
  form.submit();
}`;

async function shown(response: Response | null): Promise<Shown> {
  if (!response) throw new Error('the page did not answer');
  return { status: response.status(), html: await response.text() };
}

function complaintsOf(context: BrowserContext, page: Page, site: string): string[] {
  const complaints: string[] = [];
  context.on('request', request => {
    const url = request.url();
    if (!url.startsWith(`${site}/`) && !url.startsWith('data:')) complaints.push(`asks another host: ${url}`);
  });
  page.on('pageerror', error => complaints.push(`script failed: ${error.message}`));
  page.on('response', answer => {
    // What became of the page itself is for the test to judge.
    if (answer.status() >= 400 && !answer.request().isNavigationRequest()) {
      complaints.push(`answered ${answer.status()}: ${answer.url()}`);
    }
  });
  page.on('console', message => {
    const isStatus = message.text().startsWith('Failed to load resource: the server responded with a status');
    if (['error', 'warning'].includes(message.type()) && !isStatus) {
      complaints.push(`console: ${message.text()}`);
    }
  });
  return complaints;
}
