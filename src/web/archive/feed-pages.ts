import type { Site } from '../site.ts';
import type { Pages } from '../web-app.ts';

/** The papers as feeds: Atom (RFC 4287) and JSON Feed 1.1. */
export function feedPages(_pages: Pages, _site: Site): void {}
