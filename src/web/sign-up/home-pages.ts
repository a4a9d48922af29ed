import type { Site } from '../site.ts';
import type { Pages } from '../web-app.ts';

/** What this is, and how to get it. */
export function homePages(pages: Pages, { parts, show }: Site): void {
  pages.get('/', c =>
    show(c, 'home', {
      title: 'The daily papers',
      topics: parts.catalogue.topics.map(({ name, description }) => ({ name, description })),
    }),
  );
}
