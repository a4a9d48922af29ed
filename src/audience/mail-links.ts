import type { MailLinks } from '../model/message.ts';
import type { Tokens } from './link-token.ts';

/**
 * The links of one subscriber's mail, below `publicUrl` (with or without a path or a trailing slash).
 * One token tunes all papers of the mail: the paper is a mere argument, since the token already gives
 * the right to tune any of them.
 */
export function mailLinks(
  publicUrl: string,
  tokens: Tokens,
  subscriberNum: number,
  edition: string,
): MailLinks {
  const base = publicUrl.replace(/\/+$/, '');
  const tune = `${base}/tune/${tokens.sign('tune', subscriberNum, edition)}`;
  return {
    unsubscribe: `${base}/unsubscribe/${tokens.sign('unsubscribe', subscriberNum, edition)}`,
    preferences: `${base}/preferences/${tokens.sign('preferences', subscriberNum, edition)}`,
    view: `${base}/view/${tokens.sign('view', subscriberNum, edition)}`,
    tune: paperId => `${tune}?p=${encodeURIComponent(paperId)}`,
    paper: paperId => `${base}/papers/${encodeURIComponent(paperId)}`,
    edition: `${base}/editions/${encodeURIComponent(edition)}`,
  };
}
