import type { Finding } from '../inspection.ts';
import { isLocal, kindOf, webAddress } from '../links.ts';
import { fieldOf } from '../mime-tree.ts';
import type { Check, OpenMail } from '../open-mail.ts';
import { fine, told } from '../told.ts';

/** The very text that RFC 8058 §3.1 asks for. */
const ONE_CLICK = 'List-Unsubscribe=One-Click';

/** The way out: by the button of a mail program, and by a link in both parts. */
export const checkUnsubscribe: Check = mail => {
  const way = fieldOf(mail.header, 'list-unsubscribe');
  if (!mail.isList) {
    const isMassMail = way !== null || /^(?:bulk|list)$/i.test(fieldOf(mail.header, 'precedence') ?? '');
    if (!isMassMail)
      return [fine('unsubscribe', 'This mail goes to one person and to no list: there is nothing to leave.')];
    return [
      told(
        'unsubscribe',
        'warning',
        'The mail says that it goes to many, and names no list.',
        'Add List-Id with the name of the list.',
      ),
    ];
  }
  const problems = [...ofHeader(way, mail), ...ofOneClick(mail), ...ofParts(mail)];
  const figure = 'One click of a mail program unsubscribes, and so does a link in each part.';
  return problems.some(({ level }) => level !== 'hint')
    ? problems
    : [fine('unsubscribe', figure), ...problems];
};

function ofHeader(way: string | null, { facts: { publicUrl } }: OpenMail): Finding[] {
  if (way === null) {
    return [
      told(
        'unsubscribe',
        'fault',
        'List-Unsubscribe is missing: Gmail and Yahoo turn list mail without it away.',
        'Add it, with an https address in angle brackets.',
      ),
    ];
  }
  const uris = [...way.matchAll(/<([^<>]{1,4000})>/g)].map(([, uri = '']) => uri.trim());
  const web = uris.flatMap(uri => webAddress(uri) ?? []);
  const [url] = web;
  if (url === undefined || web.length !== 1) {
    return [
      told(
        'unsubscribe',
        'fault',
        `List-Unsubscribe holds ${web.length} web addresses, and one is expected (RFC 8058 §3.1).`,
        'Write one https address in angle brackets; mailto may stand beside it.',
        way,
      ),
    ];
  }
  const found: Finding[] = [];
  if (url.protocol === 'http:') {
    const level = isLocal(url) ? 'hint' : 'fault';
    found.push(
      told(
        'unsubscribe',
        level,
        'The address in List-Unsubscribe is not encrypted: mail programs offer no button for it.',
        'Set PUBLIC_URL to the https:// address of the pages.',
        url.href,
      ),
    );
  }
  if (kindOf(url.href, publicUrl) !== 'unsubscribe') {
    found.push(
      told(
        'unsubscribe',
        'warning',
        'The address in List-Unsubscribe is not that of our own page.',
        `Set PUBLIC_URL to the address of the pages; it is ${publicUrl} now.`,
        url.href,
      ),
    );
  }
  return found;
}

function ofOneClick({ header }: OpenMail): Finding[] {
  const field = fieldOf(header, 'list-unsubscribe-post');
  if (field === ONE_CLICK) return [];
  const found =
    field === null ? 'List-Unsubscribe-Post is missing' : 'List-Unsubscribe-Post says something else';
  return [
    told(
      'unsubscribe',
      'fault',
      `${found}: without it nobody unsubscribes by one click (RFC 8058).`,
      `Write exactly ${ONE_CLICK}.`,
      field,
    ),
  ];
}

function ofParts({ html, text, links, facts: { publicUrl } }: OpenMail): Finding[] {
  const found: Finding[] = [];
  if (html !== null && !links.some(({ kind, text: shown }) => kind === 'unsubscribe' && shown !== '')) {
    found.push(
      told(
        'unsubscribe',
        'fault',
        'No link in the HTML unsubscribes: the law of many countries wants one that can be seen.',
        'Link to {{unsubscribe}} at the end of the template, with the word in it.',
      ),
    );
  }
  const addresses = (text ?? '').match(/https?:\/\/[^\s<>"]+/g) ?? [];
  if (text !== null && !addresses.some(address => kindOf(address, publicUrl) === 'unsubscribe')) {
    found.push(
      told(
        'unsubscribe',
        'fault',
        'No address in the text part unsubscribes.',
        'Write {{unsubscribe}} at the end of the text template.',
      ),
    );
  }
  return found;
}
