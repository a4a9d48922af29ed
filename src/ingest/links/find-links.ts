import { isForge, isReference, isShortener } from './hosts.ts';
import { safeUrl } from './safe-url.ts';

/** What an abstract links to. */
export interface FoundLinks {
  codeUrl: string | null;
  projectUrl: string | null;
}

const CANDIDATE = /https?:\/\/[^\s<>"“”‘’`{}|\\^]+/g;
const TRAILING = /[.,;:!?'*\])]$/;
/** "…/efficient- NLP-training": a space broke the URL, and guessing the rest would link to a stranger. */
const BROKEN_END = /[-_/]$/;
const BROKEN_REST = /^ \w+[-_/]\w/;
/** Pages of Hugging Face that hold a repository: `owner/name`, `datasets/…`, `spaces/…`. */
const HUB_REPOSITORY = /^\/(?:(?:datasets|spaces)\/)?[\w.-]+\/[\w.-]+/;
const HUB_PAGES = /^\/(?:papers|docs|blog|login|join|collections|settings|posts)(?:\/|$)/;

/**
 * The first code repository and the first project page among the URLs of an abstract. A repository
 * on a forge goes before one on Hugging Face. The text itself keeps its URLs: they are the authors'
 * words, and neither matching nor "the longer abstract wins" may depend on this policy.
 */
export function findLinks(text: string): FoundLinks {
  let forge: string | null = null;
  let hub: string | null = null;
  let projectUrl: string | null = null;
  for (const href of hrefs(text)) {
    const { hostname, pathname } = new URL(href);
    if (isForge(hostname)) {
      if (pathname.split('/').filter(Boolean).length >= 2) forge ??= href.replace(/\.git\/?$/, '');
    } else if (hostname === 'huggingface.co') {
      if (HUB_REPOSITORY.test(pathname) && !HUB_PAGES.test(pathname)) hub ??= href;
    } else if (!isShortener(hostname) && !isReference(hostname)) {
      projectUrl ??= href;
    }
  }
  return { codeUrl: forge ?? hub, projectUrl };
}

function* hrefs(text: string): Generator<string> {
  for (const found of text.matchAll(CANDIDATE)) {
    const end = found.index + found[0].length;
    if (BROKEN_END.test(found[0]) && BROKEN_REST.test(text.slice(end, end + 80))) continue;
    const href = safeUrl(trimmed(found[0]));
    if (href) yield href;
  }
}

/** Without the punctuation of the sentence around it; a `)` stays when its `(` is part of the URL. */
function trimmed(url: string): string {
  let end = url.length;
  while (TRAILING.test(url.slice(end - 1, end))) {
    if (url[end - 1] === ')' && balanced(url.slice(0, end))) break;
    end--;
  }
  return url.slice(0, end);
}

function balanced(url: string): boolean {
  return url.split('(').length >= url.split(')').length;
}
