import type { Site } from '../site.ts';
import type { Pages } from '../web-app.ts';

/** What a topic brought lately. */
export function topicPages(_pages: Pages, _site: Site): void {}
