/** An element of XML as a strict reader sees it. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  /** Its text, that of its children left out. */
  text: string;
}

const NAME = '[A-Za-z_:][-\\w.:]*';
const TAG = new RegExp(
  `<(?<close>/)?(?<name>${NAME})(?<attributes>(?:\\s+${NAME}="[^"<]*")*)\\s*(?<empty>/)?>`,
  'y',
);
const TEXT = /[^<]+/y;
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads XML 1.0 as our feeds write it: elements, attributes, text and entities; no comments, no DTD. Throws for anything
 * that is not well-formed, and for a character that XML cannot hold.
 */
export function readXml(document: string): XmlElement {
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(document))
    throw new Error('no XML character');
  const source = document.replace(/^<\?xml version="1\.0" encoding="utf-8"\?>\n/, '');
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  for (let at = 0; at < source.length; ) {
    const here = open.at(-1) ?? top;
    TEXT.lastIndex = at;
    const text = TEXT.exec(source)?.[0];
    if (text !== undefined) {
      here.text += unescaped(text);
      at += text.length;
      continue;
    }
    TAG.lastIndex = at;
    const tag = TAG.exec(source);
    if (!tag?.groups) throw new Error(`no tag at ${at}: ${source.slice(at, at + 40)}`);
    at += tag[0].length;
    const { close, name = '', attributes = '', empty } = tag.groups;
    if (close !== undefined) {
      if (here.name !== name || attributes !== '' || empty)
        throw new Error(`</${name}> closes <${here.name}>`);
      open.pop();
      continue;
    }
    const element = { name, attributes: attributesOf(attributes), children: [], text: '' };
    here.children.push(element);
    if (empty === undefined) open.push(element);
  }
  const [root, second] = top.children;
  if (open.length > 1 || !root || second || top.text.trim() !== '') throw new Error('not one whole element');
  return root;
}

/** The elements of a name right below another one. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter(child => child.name === name);
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(new RegExp(`(${NAME})="([^"]*)"`, 'g'))) {
    if (name in found) throw new Error(`${name} stands there twice`);
    found[name] = unescaped(value);
  }
  return found;
}

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d+);|(\w+);)?/g, (whole, number?: string, name?: string) => {
    const meant = number ? String.fromCodePoint(Number(number)) : ENTITIES[name ?? ''];
    if (meant === undefined) throw new Error(`${whole} is no entity`);
    return meant;
  });
}
