import type { Site } from '../site.ts';
import type { Pages } from '../web-app.ts';

/** What is only a reader's own, behind a fresh link: history, export, another address, erasure. */
export function accountPages(_pages: Pages, _site: Site): void {}
