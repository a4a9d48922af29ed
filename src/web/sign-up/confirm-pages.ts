import type { Site } from '../site.ts';
import type { Pages } from '../web-app.ts';

/** Confirms what was asked for on the sign-up page, by the link mailed to the address. */
export function confirmPages(_pages: Pages, _site: Site): void {}
