import type { Finding } from '../inspection.ts';
import { webAddress } from '../links.ts';
import type { OpenMail } from '../open-mail.ts';
import { counted, toldOf } from '../told.ts';

/** Hosts that hide where a link leads. */
const SHORTENERS =
  /^(?:www\.)?(?:bit\.ly|t\.co|tinyurl\.com|goo\.gl|ow\.ly|is\.gd|v\.gd|buff\.ly|rebrand\.ly|cutt\.ly|lnkd\.in|t\.ly|rb\.gy|shorturl\.at|tiny\.cc|bl\.ink|dlvr\.it|soo\.gd|s\.id)$/;
/** Text that looks like the address of a host, and not like the name of a program (Node.js) or file. */
const ADDRESS =
  /^(?:https?:\/\/)?((?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|io|ai|dev|co|uk|de|eu|info|me|app|xyz|fr|nl|ch|jp|cn|ru|in|us|ca|au))(?:[/:?#]\S*)?$/i;
const spam = 'spam' as const;

/** Links that are not what they seem. */
export function linkProblems({ links }: OpenMail): Finding[] {
  const web = links.flatMap(({ href, text }) => {
    const url = webAddress(href);
    return url === null ? [] : [{ url, text, shown: `${text}: ${href}` }];
  });
  const places = (found: typeof web) => found.map(({ shown }) => shown);
  const lying = web.filter(({ url, text }) => {
    const named = ADDRESS.exec(text.trim())?.[1]?.toLowerCase();
    return named !== undefined && !sameSite(named, url.hostname);
  });
  return [
    ...toldOf(
      spam,
      'fault',
      places(lying),
      n =>
        `${counted(n, 'link shows', 'links show')} one host and ${n === 1 ? 'leads' : 'lead'} to another: that is how phishing looks.`,
      'Show words, or the host it leads to.',
    ),
    ...toldOf(
      spam,
      'warning',
      places(web.filter(({ url }) => SHORTENERS.test(url.hostname))),
      n => `${counted(n, 'link goes', 'links go')} through a service that hides where it leads.`,
      'Link to the page itself.',
    ),
    ...toldOf(
      spam,
      'warning',
      places(web.filter(({ url }) => isNumber(url.hostname))),
      n => `${counted(n, 'link leads', 'links lead')} to a number in place of a name.`,
      'Use the name of the host.',
    ),
    ...toldOf(
      spam,
      'hint',
      places(web.filter(({ url }) => /(?:^|\.)xn--/.test(url.hostname))),
      n => `${counted(n, 'host has', 'hosts have')} letters that can be mistaken for others.`,
      'Look whether it is the host it seems to be.',
    ),
  ];
}

function sameSite(one: string, other: string): boolean {
  const bare = (host: string) => host.replace(/^www\./, '');
  return (
    bare(one) === bare(other) ||
    bare(other).endsWith(`.${bare(one)}`) ||
    bare(one).endsWith(`.${bare(other)}`)
  );
}

/** An address of IP; those of this machine are told elsewhere. */
function isNumber(host: string): boolean {
  return (/^\d+(?:\.\d+){3}$/.test(host) || host.startsWith('[')) && !/^(?:127\.|\[::1\])/.test(host);
}
