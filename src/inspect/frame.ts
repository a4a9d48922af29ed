import { type CssToken, cssTokens, type Edit, edited } from './css-tokens.ts';
import { editHtml } from './edit-html.ts';

/** How a mail is to be shown. `inverted`: as a client that knows no dark mails, and turns light ones into dark ones. */
export interface Look {
  scheme: 'light' | 'dark' | 'inverted';
  images: boolean;
}

/**
 * The HTML of a mail for a frame in which it looks as in a mail program of that scheme, whatever the scheme of this machine is. For
 * display only: links open beside the frame.
 */
export function frameHtml(html: string, { scheme, images }: Look): string {
  const own = scheme === 'dark' ? 'dark' : 'light';
  const inversion = scheme === 'inverted' ? `<style>${INVERSION}</style>` : '';
  return editHtml(html, {
    head: `<base target="_blank">${inversion}`,
    css: css => inScheme(images ? css : withoutImages(css), own),
    attributes: (name, attributes) => {
      const media = attributes.get('media');
      if (media !== undefined) attributes.set('media', inScheme(media, own));
      if (name === 'meta' && /^(?:supported-)?color-schemes?$/i.test(attributes.get('name') ?? '')) {
        attributes.set('content', oneScheme(attributes.get('content') ?? '', own));
      }
      if (!images) for (const source of IMAGE_SOURCES) if (shows(name, source)) attributes.delete(source);
    },
  });
}

/** Hues stay, light and dark change places; pictures are turned twice. */
const INVERSION =
  'html{background:#fff;filter:invert(1) hue-rotate(180deg)}img,video{filter:invert(1) hue-rotate(180deg)}';

const IMAGE_SOURCES = ['src', 'srcset', 'poster', 'background', 'data', 'href', 'xlink:href'];
const PICTURES = /^(?:img|source|video|input|image|picture|embed|object|iframe)$/;

function shows(element: string, attribute: string): boolean {
  return attribute === 'background' || PICTURES.test(element);
}

/** A media query that always holds, and one that never does, to stand where a question for the scheme stood. */
const HOLDS = '(min-width:0)';
const NEVER = '(max-width:0)';

/** Answers every question for the scheme, and takes the scheme that a style offers. Does no more than that. */
function inScheme(css: string, scheme: 'light' | 'dark'): string {
  const tokens = cssTokens(css);
  const edits: Edit[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.type !== '(-token' || tokens[at + 1]?.text.toLowerCase() !== 'prefers-color-scheme') continue;
    const [colon, value, end] = tokens.slice(at + 2, at + 5);
    const close = colon?.type === ')-token' ? colon : end;
    if (close?.type !== ')-token') continue;
    const holds = close === colon || value?.text.toLowerCase() === scheme;
    edits.push({ from: token.from, to: close.to, text: holds ? HOLDS : NEVER });
  }
  for (const offered of offeredSchemes(tokens)) {
    const isAsked = ({ text }: CssToken) => text.toLowerCase() === scheme;
    if (!offered.some(isAsked)) continue;
    edits.push(...offered.filter(token => !isAsked(token)).map(token => ({ ...token, text: '' })));
  }
  return edited(css, edits);
}

/** The words `light` and `dark` of each `color-scheme`. */
function offeredSchemes(tokens: readonly CssToken[]): CssToken[][] {
  const found: CssToken[][] = [];
  let isOne = false;
  for (const token of tokens) {
    const belongs = token.property === 'color-scheme';
    if (belongs && !isOne) found.push([]);
    if (belongs && /^(?:light|dark)$/i.test(token.text)) found.at(-1)?.push(token);
    isOne = belongs;
  }
  return found;
}

/** `light dark` becomes the one that is asked for; a mail that offers one only keeps it. */
function oneScheme(content: string, scheme: 'light' | 'dark'): string {
  return content
    .toLowerCase()
    .split(/[\s,]+/)
    .includes(scheme)
    ? scheme
    : content;
}

const IMAGE_PROPERTIES =
  /^(?:background|background-image|border-image|border-image-source|list-style|list-style-image|content|mask|mask-image|-webkit-mask|-webkit-mask-image|--.*)$/;

/** CSS that loads no picture. */
function withoutImages(css: string): string {
  const tokens = cssTokens(css);
  const edits = tokens.flatMap((token, at): Edit[] => {
    if (!IMAGE_PROPERTIES.test(token.property)) return [];
    if (token.type === 'url-token') return [{ ...token, text: 'none' }];
    if (token.type !== 'function-token' || token.text.toLowerCase() !== 'url(') return [];
    const end = tokens.slice(at, at + 3).find(({ type }) => type === ')-token');
    return end ? [{ from: token.from, to: end.to, text: 'none' }] : [];
  });
  return edited(css, edits);
}
