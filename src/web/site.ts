import type { App } from '../app.ts';
import type { Tokens } from '../audience/link-token.ts';
import type { PreferenceRules } from '../audience/preferences.ts';
import { parseQuery } from '../match/query.ts';
import type { Parts } from '../pipeline/parts.ts';
import { mailViewer, type ViewMail } from '../pipeline/view-mail.ts';
import type { Show } from './show.ts';

/** What the pages are made with. */
export interface Site {
  parts: Parts;
  tokens: Tokens;
  links: SiteLinks;
  rules: PreferenceRules;
  topicName: (id: string) => string;
  viewMail: ViewMail;
  show: Show;
}

export async function openSite(app: App, show: Show): Promise<Site> {
  const parts = await app.parts();
  const tokens = await app.tokens();
  const names = new Map(parts.catalogue.topics.map(topic => [topic.id, topic.name]));
  return {
    parts,
    tokens,
    links: siteLinks(basePath(app.config('links').publicUrl), tokens),
    rules: { topicIds: [...names.keys()], checkQuery: text => void parseQuery(text) },
    topicName: id => names.get(id) ?? id,
    viewMail: mailViewer(parts),
    show,
  };
}

/** Path of PUBLIC_URL, without a slash at its end: empty when there is none. */
export function basePath(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/+$/, '');
}

/** Paths of the pages, as they stand in links between them. */
export type SiteLinks = ReturnType<typeof siteLinks>;

function siteLinks(base: string, tokens: Tokens) {
  return {
    home: `${base}/`,
    paper: (id: string) => `${base}/papers/${encodeURIComponent(id)}`,
    edition: (id: string) => `${base}/editions/${encodeURIComponent(id)}`,
    unsubscribe: (subscriber: number) => `${base}/unsubscribe/${tokens.sign('unsubscribe', subscriber)}`,
    preferences: (subscriber: number) => `${base}/preferences/${tokens.sign('preferences', subscriber)}`,
    tune: (subscriber: number, edition: string | null, paperId: string) =>
      `${base}/tune/${tokens.sign('tune', subscriber, edition ?? '')}?p=${encodeURIComponent(paperId)}`,
  };
}
