import type { MailLinks } from '../model/message.ts';
import type { Tokens } from './link-token.ts';

/** Addresses of the pages: they stand in mails already delivered, so they never change. */
export type PageLinks = ReturnType<typeof pageLinks>;

/** The pages below `base`: an address or a path, with or without a slash at its end. */
export function pageLinks(base: string, tokens: Tokens) {
  const start = base.replace(/\/+$/, '');
  const below = (path: string, id: string) => `${start}/${path}/${encodeURIComponent(id)}`;
  // Tokens need no encoding.
  const personal = (purpose: 'unsubscribe' | 'preferences' | 'view') => {
    return (subscriber: number, edition = '') =>
      `${start}/${purpose}/${tokens.sign(purpose, subscriber, edition)}`;
  };
  /**
   * One token tunes all papers of a mail, and opens them for somebody who wishes that it counts: the paper is a mere argument,
   * since the token already gives the right to tune any of them.
   */
  const ofPaper = (page: 'tune' | 'read') => (subscriber: number, edition?: string) => {
    const token = tokens.sign('tune', subscriber, edition);
    return (paperId: string) => `${start}/${page}/${token}?p=${encodeURIComponent(paperId)}`;
  };
  return {
    home: `${start}/`,
    paper: (id: string) => below('papers', id),
    editions: `${start}/editions`,
    edition: (id: string) => below('editions', id),
    topic: (id: string) => below('topics', id),
    subscribe: `${start}/subscribe`,
    /** What a query would have brought lately. */
    try: `${start}/try`,
    /** Confirms what letter number `letter` asks for; once, and before it expires. */
    confirm: (subscriber: number, letter: number) =>
      `${start}/confirm/${tokens.sign('confirm', subscriber, '', String(letter))}`,
    /** What is only the subscriber's own, until letter number `letter` expires. */
    account: (subscriber: number, letter: number) =>
      `${start}/account/${tokens.sign('account', subscriber, '', String(letter))}`,
    unsubscribe: personal('unsubscribe'),
    preferences: personal('preferences'),
    view: personal('view'),
    tune: ofPaper('tune'),
    read: ofPaper('read'),
  };
}

/**
 * The links of one subscriber's mail, below `publicUrl`. Only who wishes that the papers they open count has links of their
 * own to papers.
 */
export function mailLinks(
  publicUrl: string,
  tokens: Tokens,
  subscriberNum: number,
  edition: string,
  learnOpened = false,
): MailLinks {
  const links = pageLinks(publicUrl, tokens);
  return {
    unsubscribe: links.unsubscribe(subscriberNum, edition),
    preferences: links.preferences(subscriberNum, edition),
    view: links.view(subscriberNum, edition),
    viewOf: other => links.view(subscriberNum, other),
    tune: links.tune(subscriberNum, edition),
    paper: learnOpened ? links.read(subscriberNum, edition) : links.paper,
    edition: links.edition(edition),
    home: links.home,
  };
}
