import { parse } from 'tldts';

/**
 * Mailbox providers that judge a sender by all mail to them, whatever the domain of the address: by the domains of one
 * name under any country, and by those that have no more in common than who runs them.
 */
const PROVIDERS: readonly { group: string; names?: readonly string[]; domains: readonly string[] }[] = [
  { group: 'google', domains: ['gmail.com', 'googlemail.com'] },
  {
    group: 'yahoo',
    names: ['yahoo', 'aol', 'ymail', 'rocketmail', 'myyahoo'],
    // American and British access providers that leave their mailboxes to Yahoo.
    domains: [
      ...['aim.com', 'netscape.net', 'verizon.net', 'att.net', 'sbcglobal.net', 'bellsouth.net'],
      ...['ameritech.net', 'pacbell.net', 'swbell.net', 'frontier.com', 'rogers.com', 'sky.com'],
    ],
  },
  {
    group: 'microsoft',
    names: ['outlook', 'hotmail', 'live', 'windowslive'],
    domains: ['msn.com', 'passport.com'],
  },
  { group: 'apple', domains: ['icloud.com', 'me.com', 'mac.com', 'privaterelay.appleid.com'] },
  { group: 'gmx', names: ['gmx'], domains: ['web.de', 'email.de', 'mail.com', 'gmx.net'] },
  { group: 'telekom', domains: ['t-online.de', 'magenta.de'] },
  { group: 'proton', domains: ['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me'] },
  { group: 'fastmail', names: ['fastmail'], domains: ['fastmail.fm', 'sent.com', 'messagingengine.com'] },
  { group: 'zoho', names: ['zoho', 'zohomail'], domains: [] },
  { group: 'yandex', names: ['yandex'], domains: ['ya.ru', 'narod.ru'] },
  { group: 'mailru', domains: ['mail.ru', 'bk.ru', 'inbox.ru', 'list.ru', 'internet.ru', 'xmail.ru'] },
  { group: 'tencent', domains: ['qq.com', 'foxmail.com'] },
  { group: 'netease', domains: ['163.com', '126.com', 'yeah.net', '188.com'] },
  { group: 'sina', domains: ['sina.com', 'sina.cn', 'sina.com.cn'] },
  { group: 'naver', domains: ['naver.com'] },
  { group: 'comcast', domains: ['comcast.net', 'xfinity.com'] },
  { group: 'orange', domains: ['orange.fr', 'wanadoo.fr'] },
  { group: 'free', domains: ['free.fr', 'freesbee.fr', 'libertysurf.fr', 'aliceadsl.fr'] },
  { group: 'laposte', domains: ['laposte.net'] },
  { group: 'libero', domains: ['libero.it', 'virgilio.it', 'inwind.it', 'iol.it', 'blu.it'] },
  { group: 'seznam', domains: ['seznam.cz', 'email.cz', 'post.cz'] },
];

/** What a provider's name stands before: its own ending, or that of a country. */
const COUNTRY = /^(com?|net|org|[a-z]{2}|(com?|net|org)\.[a-z]{2})$/;
/** Bears the name, and is another company with servers of its own. */
const NAMESAKES = ['yahoo.co.jp'];

const BY_NAME = new Map(PROVIDERS.flatMap(({ group, names = [] }) => names.map(name => [name, group])));
const BY_DOMAIN = new Map(PROVIDERS.flatMap(({ group, domains }) => domains.map(domain => [domain, group])));

/**
 * Whose servers an address is on, as far as its domain tells: a provider by name (`google`), else the domain that
 * somebody registered (`example.co.uk` for `mail.example.co.uk`), else the domain itself. What one provider says
 * about one mail holds for all mail of its group.
 */
export function domainGroup(email: string): string {
  const domain = email
    .slice(email.lastIndexOf('@') + 1)
    .toLowerCase()
    .replace(/\.$/, '');
  const { domain: registered, domainWithoutSuffix: name, publicSuffix } = parse(domain);
  if (!registered) return domain;
  const known = BY_DOMAIN.get(domain) ?? BY_DOMAIN.get(registered);
  if (known) return known;
  const bearer = COUNTRY.test(publicSuffix ?? '') && !NAMESAKES.includes(registered);
  return (bearer && BY_NAME.get(name ?? '')) || registered;
}
