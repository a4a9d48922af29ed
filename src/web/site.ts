import type { App } from '../app.ts';
import type { Tokens } from '../audience/link-token.ts';
import { type PageLinks, pageLinks } from '../audience/mail-links.ts';
import type { PreferenceRules } from '../audience/preferences.ts';
import { type Learn, openLearner } from '../pipeline/learner.ts';
import type { Parts } from '../pipeline/parts.ts';
import { preferenceRules } from '../pipeline/preference-rules.ts';
import { openRecent, type Recent } from '../pipeline/recent.ts';
import { mailViewer, type ViewMail } from '../pipeline/view-mail.ts';
import type { Show } from './show.ts';

/** Below these paths everything is somebody's own: they hold a token. */
export const PERSONAL_PATHS = [
  'unsubscribe',
  'preferences',
  'view',
  'tune',
  'read',
  'confirm',
  'account',
] as const;

/** What the pages are made with. */
export interface Site {
  parts: Parts;
  tokens: Tokens;
  /** Paths, as they stand in links between the pages. */
  links: PageLinks;
  rules: PreferenceRules;
  topicName: (id: string) => string;
  viewMail: ViewMail;
  /** What came lately. */
  recent: Recent;
  learn: Learn;
  show: Show;
  /** The name of it all, as mails bear it. */
  listName: string;
  /** Absolute address of the home page, with a slash at its end. */
  publicUrl: string;
  /** Told when somebody asked for something that is to be done soon: a sign-up to decide on, a letter to deliver. */
  onAsked: () => void;
}

export async function openSite(app: App, show: Show, onAsked: () => void): Promise<Site> {
  const parts = await app.parts();
  const tokens = await app.tokens();
  const names = new Map(parts.catalogue.topics.map(topic => [topic.id, topic.name]));
  return {
    parts,
    tokens,
    links: pageLinks(basePath(app.config('links').publicUrl), tokens),
    rules: preferenceRules(parts.catalogue),
    topicName: id => names.get(id) ?? id,
    viewMail: mailViewer(parts),
    recent: openRecent(parts),
    learn: openLearner(parts),
    show,
    listName: app.config('mail').mailFrom.name ?? 'Paperboy',
    publicUrl: `${app.config('links').publicUrl.replace(/\/+$/, '')}/`,
    onAsked,
  };
}

/** Path of PUBLIC_URL, without a slash at its end: empty when there is none. */
export function basePath(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/+$/, '');
}
