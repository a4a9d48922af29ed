import type { Fate, WhyEdition, WhyPaper } from '../../pipeline/why-edition.ts';
import { counted } from '../checks-view.ts';
import { addressOf, type PreviewState } from './state.ts';
import type { WhyPaperView, WhyView } from './views.ts';
import { shortDate } from './words.ts';

/** Papers of one fate that are shown at first. */
const SHOWN = 12;
const BAR = 1000;
const IN_MAIL: readonly Fate[] = ['card', 'line'];

/** What became of those outside, in the order in which it is told. */
const OUTSIDE: readonly { fate: Fate; name: string }[] = [
  { fate: 'again', name: 'Named once more' },
  { fate: 'update', name: 'Had before, and updated since' },
  { fate: 'limit', name: 'Over their most papers' },
  { fate: 'room', name: 'No room left' },
  { fate: 'no-mail', name: 'Would be in a mail' },
  { fate: 'since', name: 'Not there, or not asked for, then' },
  { fate: 'carried', name: 'Carried before' },
  { fate: 'excluded', name: 'Kept out by their words' },
  { fate: 'below', name: 'Below the threshold' },
];

/** Why each paper is in the mail, or is not. */
export function whyView(
  { groups, papers, unmatched }: WhyEdition,
  state: PreviewState,
  max: number,
): WhyView {
  const most = Math.max(1, ...groups.map(({ matched }) => matched));
  const inside = papers.filter(({ fate }) => IN_MAIL.includes(fate));
  const shown = (of: readonly WhyPaper[]) =>
    (state.all ? of : of.slice(0, SHOWN)).map(paper => paperView(paper, max));
  const outside = OUTSIDE.map(({ fate, name }) => {
    const of = papers.filter(paper => paper.fate === fate);
    const views = shown(of);
    return { name: `${name} (${of.length})`, papers: views, more: moreThan(views.length, of.length) };
  }).filter(group => group.papers.length > 0);
  const isCut = outside.some(({ more }) => more !== '');
  return {
    summary: summaryOf(inside.length, groups.filter(group => group.shown > 0).length, outside.length > 0),
    groups: groups.map(group => ({
      name: group.name,
      isQuery: group.kind === 'query',
      shown: group.shown,
      matched: group.matched,
      bar: Math.round((group.shown / most) * BAR),
      track: Math.round((group.matched / most) * BAR),
      words: groupWords(group),
    })),
    inside: inside.map(paper => paperView(paper, max)),
    outside,
    unmatched:
      unmatched === 0
        ? ''
        : `${counted(unmatched, 'more paper')} of these days match nothing that they follow.`,
    showAll: isCut ? addressOf({ ...state, all: true }) : '',
  };
}

function summaryOf(papers: number, headings: number, isMore: boolean): string {
  if (papers === 0) return `No paper is in a mail.${isMore ? ' What came close stands below.' : ''}`;
  return `${counted(papers, 'paper')} under ${counted(headings, 'heading')}.`;
}

function groupWords({ kind, shown, matched, carried, ahead }: WhyEdition['groups'][number]): string {
  if (kind === 'outside') return 'they wish for one that many read';
  const parts = [`${shown} of ${matched} that match`];
  if (carried > 0) parts.push(`${carried} carried before`);
  if (ahead > 0) parts.push(`${counted(ahead, 'turn')} ahead: they asked for more of it`);
  if (ahead < 0) parts.push(`${counted(-ahead, 'turn')} behind: they asked for less of it`);
  return parts.join(', ');
}

function paperView(paper: WhyPaper, max: number): WhyPaperView {
  const { title, url, group, terms, score, threshold } = paper;
  return {
    title,
    link: url ?? '',
    words: [group?.name, fateInWords(paper, max)].filter(Boolean).join(': '),
    terms: terms.join(' · '),
    score: Math.round(Math.min(1, Math.max(0, score)) * BAR),
    threshold: Math.round(Math.min(1, Math.max(0, threshold)) * BAR),
    scoreWords: group?.kind !== 'topic' ? '' : `score ${score.toFixed(2)} of ${threshold.toFixed(2)}`,
  };
}

/** What became of a paper, and why. */
function fateInWords({ fate, carriedOn, news, excludedBy }: WhyPaper, max: number): string {
  switch (fate) {
    case 'card':
      return 'in full';
    case 'line':
      return 'as a line';
    case 'again':
      return carriedOn
        ? `the mail of ${shortDate(carriedOn)} may not have arrived`
        : 'an earlier mail may not have arrived';
    case 'update':
      return news;
    case 'carried':
      return carriedOn ? `carried on ${shortDate(carriedOn)}` : 'carried in an earlier mail';
    case 'excluded':
      return excludedBy ? `holds “${excludedBy}”` : 'holds a word that they do not want';
    case 'limit':
      return `over their most, ${counted(max, 'paper')}`;
    case 'room':
      return 'the mail was full';
    case 'no-mail':
      return 'it matches, and they get no mail of this day';
    case 'since':
      return 'it came in, or what they want changed, after this mail was frozen';
    case 'below':
      return 'not enough';
  }
}

function moreThan(shown: number, all: number): string {
  return all > shown ? `And ${all - shown} more.` : '';
}
