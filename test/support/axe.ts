import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 AA, and what axe itself thinks is good; no rule is left out. */
const OPTIONS: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
};

/** What colours and sizes may break that are the same page otherwise. */
const LOOKS: RunOptions = {
  runOnly: {
    type: 'rule',
    values: ['color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable'],
  },
  resultTypes: ['violations'],
};

/** What axe finds wrong with the page as it is laid out now, one line for each place. */
export function barriers(page: Page): Promise<string[]> {
  return run(page, OPTIONS);
}

/** The same of what depends on widths and schemes alone: quick, for the others of them. */
export function barriersOfLooks(page: Page): Promise<string[]> {
  return run(page, LOOKS);
}

/** Windows that bring it along to whatever they show next: it is half a megabyte to hand over. */
const equipped = new WeakSet<Page>();

async function run(page: Page, options: RunOptions): Promise<string[]> {
  if (!equipped.has(page)) await page.addInitScript(AXE);
  equipped.add(page);
  // The devtools protocol runs it, which no policy of the page concerns.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(AXE);
  // The rest of the results, what passed and what does not apply, is large, and stays where it is.
  const violations = await page.evaluate<AxeResults['violations']>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, html, failureSummary }) =>
        `${id}: ${target.join(' ')} ${html.slice(0, 160)} ${failureSummary ?? ''}`,
    ),
  );
}
