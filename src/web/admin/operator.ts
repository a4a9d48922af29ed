import type { App } from '../../app.ts';
import { secretKey } from '../../config/secret-key.ts';
import { basePath } from '../site.ts';
import { createSessions, isSameText, type Sessions, sessionKey } from './session.ts';
import { createTries, type Tries } from './tries.ts';

/** Told of what the operator did; without addresses and tokens. */
export type OnOperator = (did: string) => void;

/** Whoever knows ADMIN_TOKEN, and the way to their pages. */
export interface Operator {
  isPassword: (text: string) => boolean;
  tries: Tries;
  sessions: Sessions;
  cookie: { name: string; path: string; secure: boolean };
  /** Origin of PUBLIC_URL. */
  origin: string;
  links: AdminLinks;
  onOperator: OnOperator;
}

/** Paths of the operator's pages. */
export type AdminLinks = ReturnType<typeof adminLinks>;

export function adminLinks(base: string) {
  const home = `${base}/admin`;
  const editions = `${home}/editions`;
  const subscribers = `${home}/subscribers`;
  return {
    home,
    login: `${home}/login`,
    logout: `${home}/logout`,
    editions,
    edition: (id: string) => `${editions}/${encodeURIComponent(id)}`,
    subscribers,
    subscriber: (num: number) => `${subscribers}/${num}`,
    suppressions: `${home}/suppressions`,
    topics: `${home}/topics`,
    papers: `${home}/papers`,
  };
}

/** Null while ADMIN_TOKEN is not set: then there is no operator here. */
export function openOperator(app: App, onOperator: OnOperator): Operator | null {
  const config = app.config('database', 'links', 'operator');
  const password = config.adminToken?.reveal();
  if (password === undefined) return null;
  const { origin, protocol } = new URL(config.publicUrl);
  const base = basePath(config.publicUrl);
  const secure = protocol === 'https:';
  return {
    isPassword: text => isSameText(text, password),
    tries: createTries(app.clock.now),
    sessions: createSessions(sessionKey(secretKey(config).reveal(), password)),
    // A browser takes a name that begins so from nobody but us, over TLS.
    cookie: { name: secure ? '__Secure-paperboy-admin' : 'paperboy-admin', path: `${base}/admin`, secure },
    origin,
    links: adminLinks(base),
    onOperator,
  };
}
