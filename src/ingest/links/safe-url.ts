import { isMirror, speaksHttps } from './hosts.ts';

const MAX_LENGTH = 2000;
const PUBLIC_HOST = /^(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*$/;

/**
 * A URL from a snapshot as one that may be linked, or null: http or https, a public host name (no
 * address, no `localhost`), no credentials. Mirrors of Hugging Face become huggingface.co and known
 * hosts are upgraded to https.
 */
export function safeUrl(text: string): string | null {
  if (text.length > MAX_LENGTH || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  if (url.username || url.password || !PUBLIC_HOST.test(url.hostname)) return null;
  if (isMirror(url.hostname)) {
    url.host = 'huggingface.co';
    url.port = '';
    url.protocol = 'https:';
  } else if (speaksHttps(url.hostname)) {
    url.protocol = 'https:';
  }
  return url.href;
}
