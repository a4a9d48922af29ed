import { reachable } from '../../audience/by-link.ts';
import { confirmMove, confirmSubscription, decline, isOutdated } from '../../audience/confirm.ts';
import type { PreferenceChanges } from '../../audience/preferences.ts';
import { readAsked } from '../../audience/sign-up.ts';
import type { Letter } from '../../model/letter.ts';
import type { Reachable } from '../../model/subscriber.ts';
import { readSent } from '../sent.ts';
import type { Site } from '../site.ts';
import type { MessageView } from '../views.ts';
import type { PageContext, Pages } from '../web-app.ts';
import { DAMAGED_LINK, SUPPRESSED, UNREADABLE } from '../words.ts';
import { alreadyView, confirmedView, confirmView, movedView, moveView } from './confirm-view.ts';
import { CONFIRM_DAYS } from './home-view.ts';
import { confirmWording } from './wordings.ts';

/** What a link leads to: a letter that waits for an answer, and whom it is about. */
interface Asked {
  letter: Letter;
  reader: Reachable;
  /** Chosen along with the letter. */
  changes: PreferenceChanges;
}

/**
 * Confirms what was asked for, by the link mailed to the address: a subscription, or a new address. GET shows what was
 * chosen and one button; POST does it, once and in time.
 */
export function confirmPages(pages: Pages, site: Site): void {
  const { parts, tokens, links, show, rules } = site;
  const { store } = parts;
  const over = overView(links.home);

  pages.get('/confirm/:token', async c => {
    const asked = await find(c);
    if (!('letter' in asked)) return show(c, 'message', asked.message, asked.status);
    const { letter, reader, changes } = asked;
    const action = links.confirm(reader.num, letter.num);
    if (letter.kind === 'move') return show(c, 'confirm', moveView(site, letter, action));
    return show(c, 'confirm', confirmView(site, { ...reader, ...changes }, action));
  });

  pages.post('/confirm/:token', async c => {
    const sent = await readSent(c);
    if (!sent) return show(c, 'message', UNREADABLE, 400);
    const asked = await find(c);
    if (!('letter' in asked)) return show(c, 'message', asked.message, asked.status);
    if (sent.one('decline') !== undefined) {
      await decline(store, asked.letter);
      return show(c, 'message', DECLINED);
    }
    return confirm(c, asked);
  });

  async function confirm(c: PageContext, { letter, changes }: Asked): Promise<Response> {
    const kind = letter.kind === 'move' ? 'move' : 'confirm';
    const wording = `Confirmation page: ${confirmWording(site.listName, kind)}`;
    const at = { now: parts.clock.now(), wording };
    const { came, reader } =
      kind === 'move'
        ? await confirmMove(store, letter, at)
        : await confirmSubscription(store, letter, changes, at);
    if (came === 'suppressed') return show(c, 'message', SUPPRESSED);
    if (came === 'taken') return show(c, 'message', TAKEN, 409);
    if (came === 'over' || !reader) return show(c, 'message', over, 410);
    if (kind === 'move') return show(c, 'confirmed', movedView(site, reader));
    if (came === 'already') return show(c, 'message', alreadyView(site, reader));
    // A first edition is owed now.
    site.onAsked();
    return show(c, 'confirmed', await confirmedView(site, reader, await site.recent.week()));
  }

  /** What a token asks for, or what there is to say instead. */
  async function find(c: PageContext): Promise<Asked | { message: MessageView; status: 200 | 404 | 410 }> {
    const content = tokens.verify('confirm', c.req.param('token') ?? '');
    if (!content) return { message: DAMAGED_LINK, status: 404 };
    const letter = await store.letters.byNum(Number(content.extra));
    const isOurs = letter?.subscriber === content.subscriber && ['confirm', 'move'].includes(letter.kind);
    const reader = isOurs ? await reachable(store, content.subscriber) : null;
    if (!letter || !reader) return { message: over, status: 410 };
    if (reader.status === 'suppressed') return { message: SUPPRESSED, status: 200 };
    const getsMail = reader.status === 'active' || reader.status === 'paused';
    const isMove = letter.kind === 'move';
    if (getsMail && (!isMove || reader.email === letter.address)) {
      return { message: alreadyView(site, reader), status: 200 };
    }
    const isOver = letter.usedAt !== null || letter.expiresAt <= parts.clock.now();
    // Who left has no mail to move.
    if (isOver || (isMove ? !getsMail : isOutdated(letter, reader))) return { message: over, status: 410 };
    const asked = await store.letters.asked(letter.num);
    return { letter, reader, changes: (asked !== null && readAsked(asked, rules)) || {} };
  }
}

function overView(home: string): MessageView {
  return {
    title: 'This link is over',
    text: [
      `A link to confirm with works once, and for ${CONFIRM_DAYS} days. This one was used, or its time is over, or what it was about is forgotten. Nothing was changed.`,
      'If you would like the papers, ask for them once more: a new link comes by mail.',
    ],
    link: home,
    linkText: 'Ask for a new link',
  };
}

const DECLINED: MessageView = {
  title: 'Nothing will come',
  text: [
    'Thank you for telling us: nobody subscribes your address without you. What somebody typed about it and was not confirmed is forgotten.',
  ],
  link: '',
  linkText: '',
};

const TAKEN: MessageView = {
  title: 'This address has a subscription of its own',
  text: [
    'Mail of ours goes to this address already, or did once, so the other subscription cannot move here. Nothing was changed.',
    'Everything can be chosen anew by the links in the mails that come here. The other subscription ends by the link in its own mails.',
  ],
  link: '',
  linkText: '',
};
