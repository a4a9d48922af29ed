import { openSiteWorld, type Page, type SiteWorld } from '../site.ts';

export const SITE = 'http://localhost:8080';
export const PASSWORD = 'open-sesame-of-the-tests';

type Fields = Record<string, string>;

/** A site with an operator, and a browser of theirs. */
export interface OperatorWorld extends SiteWorld {
  /** What was told of their doings. */
  did: string[];
  login: (password?: string, headers?: Record<string, string>) => Promise<Page>;
  look: (path: string) => Promise<Page>;
  /** Sends a form of a page as its browser would: with cookie and form token. */
  send: (path: string, fields: Fields, headers?: Record<string, string>) => Promise<Page>;
  /** Sends anything with the cookie. */
  raw: (path: string, fields: Fields, headers?: Record<string, string>) => Promise<Page>;
}

export async function openOperatorWorld(env: Record<string, string> = {}): Promise<OperatorWorld> {
  const did: string[] = [];
  const site = await openSiteWorld({
    env: { ADMIN_TOKEN: PASSWORD, ...env },
    onOperator: words => did.push(words),
  });
  let cookie = '';
  const post = (path: string, fields: Fields, headers: Record<string, string>) =>
    site.ask(
      new Request(SITE + path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { ...headers, cookie },
      }),
    );
  const look = (path: string) => site.get(SITE + path, { cookie });
  return {
    ...site,
    did,
    look,
    raw: (path, fields, headers = {}) => post(path, fields, headers),
    async login(password = PASSWORD, headers = {}) {
      const answer = await post('/admin/login', { password }, headers);
      cookie = /^[^;]+/.exec(answer.headers.get('set-cookie') ?? '')?.[0] ?? cookie;
      return answer;
    },
    async send(path, fields, headers = {}) {
      const [, form = ''] = /name="form" value="([^"]+)"/.exec((await look('/admin')).text) ?? [];
      return post(path, { form, ...fields }, headers);
    },
  };
}
