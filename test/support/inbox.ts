import PostalMime, { type Email } from 'postal-mime';
import type { Taken } from './mail-server.ts';

/** A mail as its reader has it. */
export interface Letter extends Email {
  /** Every address in the text part that leads to our pages, once. */
  links: string[];
  /** The first link whose path starts like this, e.g. `/unsubscribe/`. */
  link: (path: string) => string;
  /** Value of a header field. */
  header: (name: string) => string | undefined;
}

/** Opens a mail that a server took with another's parser. `site` is where our pages are. */
export async function openLetter(
  { raw }: Pick<Taken, 'raw'>,
  site = 'http://localhost:8080',
): Promise<Letter> {
  const email = await PostalMime.parse(raw);
  const found = `${email.text ?? ''}\n${email.html ?? ''}`.matchAll(/https?:\/\/[^\s"'<>]+/g);
  const links = [...new Set([...found].map(([link]) => link.replaceAll('&amp;', '&')))].filter(link =>
    link.startsWith(`${site}/`),
  );
  return {
    ...email,
    links,
    link: path => {
      const link = links.find(one => one.startsWith(`${site}${path}`));
      if (link === undefined) throw new Error(`no link to ${path} among ${links.join(' ')}`);
      return link;
    },
    header: name => email.headers.find(({ key }) => key === name.toLowerCase())?.value,
  };
}
