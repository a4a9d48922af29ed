import { followAgain, mute, takeBack, tell } from '../../audience/by-link.ts';
import { readPreferences } from '../../audience/preferences.ts';
import { UserError } from '../../errors.ts';
import type { FollowedGroup } from '../../model/edition.ts';
import { type Paper, voicesInWords } from '../../model/paper.ts';
import { personName, queryName } from '../../model/query-name.ts';
import type { Reachable } from '../../model/subscriber.ts';
import { carriedUnder, type Reason, whyCarried } from '../../pipeline/why-carried.ts';
import { cleanText } from '../../render/clean-text.ts';
import { shownTitle } from '../archive/listed-paper.ts';
import { readSent, type Sent } from '../sent.ts';
import type { Site } from '../site.ts';
import type { Notice } from '../views.ts';
import type { PageContext, Pages } from '../web-app.ts';
import { GONE, NO_SUCH_PAPER, UNREADABLE } from '../words.ts';
import { forReader, type Visit } from './for-reader.ts';
import { peopleOf } from './people.ts';
import { MOST_QUERIES } from './preference-form.ts';
import { done, noticeOf, tuneView } from './tune-view.ts';
import type { TuneView } from './views.ts';

interface FoundPaper {
  paper: Paper;
  nums: number[];
}

/** What a button did: the reader as they are now, null once erased, and what to say of it. */
interface Outcome {
  reader: Reachable | null;
  notice: Notice | null;
  /** Muted just now, if anything was. */
  muted?: Heading;
  /** What brings the paper, where it is known and the same as before. */
  reasons?: Reason[];
}

type Heading = FollowedGroup;

/**
 * Why a paper came, and buttons for what the reader thinks of that: more like this, less like this, no more of this topic
 * or query at all. Whatever a button did, another one takes it back.
 */
export function tunePages(pages: Pages, site: Site): void {
  const { parts, links, show, topicName, learn, rules } = site;
  const { store, clock } = parts;

  pages.get(
    '/tune/:token',
    forReader(site, 'tune', async (c, visit) => {
      const found = await paperOf(c);
      if (!found) return noPaper(c, visit.reader);
      return show(c, 'tune', await view(visit, found, { notice: null }));
    }),
  );

  pages.post(
    '/tune/:token',
    forReader(site, 'tune', async (c, visit) => {
      const sent = await readSent(c);
      if (!sent) return show(c, 'message', UNREADABLE, 400);
      const found = await paperOf(c);
      if (!found) return noPaper(c, visit.reader);
      const outcome = await act(visit, found, sent);
      const { reader } = outcome;
      if (!reader) return show(c, 'message', GONE, 410);
      return show(c, 'tune', await view({ ...visit, reader }, found, outcome));
    }),
  );

  /** Does what the button says; a form that says nothing changes nothing. */
  async function act(visit: Visit, found: FoundPaper, sent: Sent): Promise<Outcome> {
    const { num } = visit.reader;
    const { nums } = found;
    const paper = found.paper.num;
    const at = clock.now();
    const opinion = sent.one('say');
    if (opinion === 'more' || opinion === 'less') {
      const reasons = await reasonsOf(visit, found);
      const [group] = reasons;
      if (!group?.followed) return { reader: visit.reader, notice: null, reasons };
      const { kind, key } = group;
      const reader = await tell(store, num, { paper, kind: opinion, group: { kind, key }, at }, nums);
      return { reader, notice: noticeOf(opinion, nameOf(group)), reasons };
    }
    const back = sent.one('back');
    if (back === 'more' || back === 'less') {
      const reader = await takeBack(store, num, { nums, kind: back });
      return { reader, notice: done(`Taken back: ${back} like this`) };
    }
    const again = headingIn(sent, 'follow-');
    if (again) return follow(visit.reader, found, again);
    const group = headingIn(sent, '');
    if (!group) return { reader: visit.reader, notice: null };
    const reader = await mute(store, num, { paper, kind: 'mute', group, at });
    return { reader, notice: noticeOf('mute', nameOf(group)), muted: group };
  }

  async function follow(existing: Reachable, { paper, nums }: FoundPaper, group: Heading): Promise<Outcome> {
    try {
      const reader = await followAgain(store, existing.num, { nums, group }, ({ topics, queries }) => {
        const { problems } = readPreferences(
          { ...(topics && { topics: [group.key] }), ...(queries && { queries: [group.key] }) },
          rules,
        );
        if (problems.length > 0) throw new UserError(problems.join('\n'));
        if ((queries?.length ?? 0) > MOST_QUERIES) {
          throw new UserError(`There are ${MOST_QUERIES} queries already: take one away first.`);
        }
      });
      const person = peopleOf(paper, [], rules).find(({ query }) => query === group.key);
      const details = person ? [`Papers come by your query ${cleanText(group.key)}.`] : [];
      const text = person ? `You follow ${person.name}` : `You follow ${nameOf(group)} again`;
      return { reader, notice: done(text, ...details) };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const details = [{ text: cleanText(error.message), link: '' }];
      return { reader: existing, notice: { good: false, text: 'That cannot be followed', details } };
    }
  }

  async function paperOf(c: PageContext): Promise<FoundPaper | null> {
    return store.papers.byId(c.req.query('p') ?? '');
  }

  function noPaper(c: PageContext, reader: Reachable): Response {
    const way = { link: links.preferences(reader.num), linkText: 'Your preferences' };
    return show(c, 'message', { ...NO_SUCH_PAPER, ...way }, 404);
  }

  function reasonsOf({ reader, edition }: Visit, found: FoundPaper) {
    return whyCarried({ store, learn }, reader, edition, found);
  }

  async function isFromOutside({ reader, edition }: Visit, { nums }: FoundPaper): Promise<boolean> {
    const group = edition && (await carriedUnder({ store }, reader.num, edition, nums));
    return group ? group.kind === 'outside' : false;
  }

  function nameOf({ kind, key }: Heading): string {
    if (kind === 'topic') return topicName(key);
    const person = personName(key);
    // `what is by Ada Lovelace`
    return cleanText(
      person ? `what is ${person.charAt(0).toLowerCase()}${person.slice(1)}` : `the query ${key}`,
    );
  }

  async function view(
    visit: Visit,
    found: FoundPaper,
    { notice, muted, reasons }: Omit<Outcome, 'reader'>,
  ): Promise<TuneView> {
    const { reader, edition } = visit;
    const { paper, nums } = found;
    const said = (await store.signals.of(reader.num)).filter(one => nums.includes(one.paper));
    const follows = reader.topics.length + reader.queries.length;
    const brought = reasons ?? (await reasonsOf(visit, found));
    const isOutside = brought.length === 0 && (await isFromOutside(visit, found));
    return tuneView(follows, brought, said, {
      paper: { title: shownTitle(paper), link: links.paper(paper.id) },
      action: links.tune(reader.num, edition ?? '')(paper.id),
      preferences: links.preferences(reader.num),
      notice,
      people: peopleOf(paper, reader.queries, rules),
      voices: isOutside ? voicesInWords(paper).join(' and ') : null,
      muted: muted ?? null,
      nameOf: heading =>
        heading.kind === 'topic' ? topicName(heading.key) : cleanText(queryName(heading.key)),
    });
  }
}

/** The heading that a button named: `topic` or `query`, with its id or words. */
function headingIn(sent: Sent, before: string): Heading | null {
  for (const kind of ['query', 'topic'] as const) {
    const key = sent.one(`${before}${kind}`);
    if (key !== undefined) return { kind, key };
  }
  return null;
}
