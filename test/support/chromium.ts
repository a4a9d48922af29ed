import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser's command; null when there is none, which `REQUIRE_ALL=1` turns into an error. */
export function findChromium(): string | null {
  for (const name of NAMES) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: 'pipe' }).trim();
    } catch {
      // The next one, then.
    }
  }
  if (process.env.REQUIRE_ALL) throw new Error('Chromium is missing: apt-get install chromium');
  console.warn('Chromium not found: mails are not looked at in a browser.');
  return null;
}

/** What a browser lays out. */
export interface Layout {
  /** Width that the content takes, in CSS pixels. */
  width: number;
  height: number;
  /** Font size of the smallest text a reader sees. */
  smallestText: number;
}

const MEASURE = `
  const frame = document.querySelector('iframe');
  frame.onload = () => {
    const page = frame.contentDocument;
    const sizes = [...page.body.querySelectorAll('*')]
      .filter(e => e.offsetWidth > 0 && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
      .map(e => parseFloat(frame.contentWindow.getComputedStyle(e).fontSize));
    const root = page.documentElement;
    document.title = JSON.stringify({ width: root.scrollWidth, height: root.scrollHeight, smallestText: Math.min(...sizes) });
  };
  frame.srcdoc = new TextDecoder().decode(Uint8Array.from(atob(frame.dataset.html), c => c.charCodeAt(0)));
`;

/** Lays a mail out at a width, as a phone or a reading pane would. */
export function layOut(chromium: string, html: string, width: number): Layout {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-chromium-'));
  try {
    const file = join(folder, 'page.html');
    const data = Buffer.from(html).toString('base64');
    // A frame, because a headless window has a least width of its own.
    writeFileSync(
      file,
      `<iframe data-html="${data}" style="width:${width}px;height:900px;border:0"></iframe><script>${MEASURE}</script>`,
    );
    const dom = execFileSync(
      chromium,
      [
        ...FLAGS,
        `--user-data-dir=${folder}/profile`,
        '--virtual-time-budget=2000',
        '--dump-dom',
        `file://${file}`,
      ],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        maxBuffer: 64 * 1024 * 1024,
        timeout: 60_000,
      },
    );
    const title = /<title>(.*?)<\/title>/s.exec(dom)?.[1];
    if (!title) throw new Error('the page was not measured');
    return JSON.parse(title) as Layout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
