import type { Site } from '../site.ts';
import type { Pages } from '../web-app.ts';

/** What the operator sees and does. */
export function adminPages(_pages: Pages, _site: Site): void {}
