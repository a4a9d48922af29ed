import type { Finding, InspectedLink } from '../inspection.ts';
import { leftoverInAddress } from '../leftovers.ts';
import { isLocal, kindOf, personalWord, webAddress } from '../links.ts';
import type { Check } from '../open-mail.ts';
import { counted, fine, told, toldOf } from '../told.ts';

/** Every link: where it leads, and that it leads anywhere. */
export const checkLinks: Check = ({ links, tree, facts: { publicUrl } }) => {
  if (links.length === 0) return [fine('links', 'The mail has no links.')];
  const ids = new Set(
    tree.elements.flatMap(({ attributes }) => [attributes.get('id'), attributes.get('name')]),
  );
  const hrefs = (is: (link: InspectedLink) => boolean) => links.filter(is).map(shownAs);
  const problems = [
    ...toldOf(
      'links',
      'fault',
      hrefs(({ href }) => href === ''),
      n => `${counted(n, 'link leads', 'links lead')} nowhere: the address is empty.`,
      'Give the address, or leave the link out.',
    ),
    ...toldOf(
      'links',
      'fault',
      hrefs(({ href }) => leftoverInAddress(href) !== null),
      n => `${counted(n, 'address holds', 'addresses hold')} what a template left there.`,
      'Give the value a name that the template knows.',
    ),
    ...toldOf(
      'links',
      'fault',
      hrefs(({ href }) => href === '#' || (href.startsWith('#') && !ids.has(decoded(href.slice(1))))),
      n => `${counted(n, 'link')} within the mail ${n === 1 ? 'has' : 'have'} no target.`,
      'Give the element it leads to that id.',
    ),
    ...toldOf(
      'links',
      'fault',
      hrefs(({ href }) => /^(?:javascript|vbscript|data|file):/i.test(href)),
      n =>
        `${counted(n, 'link runs', 'links run')} code or hold what they lead to; mail programs take such links away.`,
      'Link to a page.',
    ),
    ...toldOf(
      'links',
      'fault',
      hrefs(isRelative),
      n =>
        `${counted(n, 'link has', 'links have')} no whole address, and a mail has no page that it could begin at.`,
      'Write it with https:// and the host.',
    ),
    ...toldOf(
      'links',
      'fault',
      hrefs(({ text, href }) => text === '' && href !== ''),
      n =>
        `${counted(n, 'link shows', 'links show')} no words: nobody sees them, and screen readers spell the address.`,
      'Put words into it, or an alt text into its image.',
    ),
    ...ofHosts(links, publicUrl),
    ...toldOf(
      'links',
      'hint',
      hrefs(({ text }) => /^(?:(?:click|tap)(?: here)?|here|link|this|more|read more)[.!…]?$/i.test(text)),
      n => `${counted(n, 'link says', 'links say')} nothing by themselves, as screen readers list them.`,
      'Name what stands behind it.',
    ),
  ];
  return problems.some(({ level }) => level !== 'hint')
    ? problems
    : [fine('links', summary(links)), ...problems];
};

/** Links to where they should not lead, or not so. */
function ofHosts(links: readonly InspectedLink[], publicUrl: string): Finding[] {
  const own = webAddress(publicUrl);
  const atHome = own !== null && isLocal(own);
  const web = links.flatMap(link => {
    const url = webAddress(link.href);
    return url === null ? [] : [{ link, url, isOwn: kindOf(link.href, publicUrl) !== 'paper' }];
  });
  const plain = web.filter(({ url }) => url.protocol === 'http:');
  const places = (found: typeof web) => found.map(({ link }) => shownAs(link));
  const local = web.filter(({ url, isOwn }) => isLocal(url) && !(isOwn && atHome));
  const found = [
    ...toldOf(
      'links',
      'fault',
      places(local),
      n => `${counted(n, 'link leads', 'links lead')} to a machine that readers cannot reach.`,
      'Use the address at which everybody reaches it.',
    ),
    ...toldOf(
      'links',
      'fault',
      places(web.filter(({ url, isOwn }) => !isOwn && personalWord(url) !== null)),
      n =>
        `${counted(n, 'link looks', 'links look')} like one of ours and leads to another host than PUBLIC_URL.`,
      `Set PUBLIC_URL to the address of the pages; it is ${publicUrl} now.`,
    ),
    ...toldOf(
      'links',
      'fault',
      places(plain.filter(({ isOwn }) => isOwn && !atHome)),
      n =>
        `${counted(n, 'link')} to our own pages ${n === 1 ? 'is' : 'are'} not encrypted: tokens can be read on the way.`,
      'Set PUBLIC_URL to an address with https://.',
    ),
    ...toldOf(
      'links',
      'warning',
      places(plain.filter(({ isOwn, url }) => !isOwn && !isLocal(url))),
      n => `${counted(n, 'link leads', 'links lead')} to http:, which filters distrust.`,
      'Use the https: address; nearly every site has one.',
    ),
    ...toldOf(
      'links',
      'warning',
      places(web.filter(({ url }) => url.username !== '' || url.password !== '')),
      n => `${counted(n, 'address holds', 'addresses hold')} a name or password before the host.`,
      'Take it out: it is a secret, or a trick.',
    ),
  ];
  if (atHome) {
    const what = 'Our own links lead to this machine: nobody else can open them.';
    found.push(
      told(
        'links',
        'hint',
        what,
        'For real mails set PUBLIC_URL to the https:// address of the pages.',
        publicUrl,
      ),
    );
  }
  return found;
}

function isRelative({ href, kind }: InspectedLink): boolean {
  if (href === '' || kind !== 'other') return false;
  return !/^(?:tel|sms|webcal|javascript|vbscript|data|file|cid|mid|ftp):/i.test(href);
}

function summary(links: readonly InspectedLink[]): string {
  const count = (...kinds: InspectedLink['kind'][]) =>
    links.filter(({ kind }) => kinds.includes(kind)).length;
  const own = links.length - count('paper', 'anchor', 'mailto', 'other');
  const parts = [
    [count('paper'), 'to papers and elsewhere'],
    [own, 'to our pages'],
    [count('anchor'), 'within the mail'],
    [count('mailto', 'other'), 'to write to, or call'],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, where]) => `${number} ${where}`);
  return `${counted(links.length, 'link')}: ${told.join(', ')}. Each leads somewhere.`;
}

function shownAs({ href, text }: InspectedLink): string {
  return text === '' ? href : `${text}: ${href}`;
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
