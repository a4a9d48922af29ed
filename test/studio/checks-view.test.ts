import { describe, expect, it } from 'vitest';
import type { Finding, Inspection } from '../../src/inspect/inspection.ts';
import { checksView } from '../../src/studio/checks-view.ts';

const NOTHING: Inspection = {
  findings: [],
  size: { html: 51_200, text: 900, whole: 60_000, limit: 102_400 },
  links: [],
  listed: [],
  contrast: [],
  clients: ['One', 'Two'],
  supportAsOf: '2026-01-01',
  support: [],
};
const finding = (level: Finding['level'], check: Finding['check'] = 'links'): Finding => ({
  check,
  level,
  found: `A ${level}.`,
  todo: 'Do it.',
  piece: null,
});

describe('what the panel of checks shows', () => {
  it('tells what is wrong first, and counts it', () => {
    const view = checksView({
      ...NOTHING,
      findings: [finding('fine'), finding('hint'), finding('fault'), finding('hint')],
    });
    expect(view.verdict).toBe('1 fault, 2 hints.');
    expect(view.levels.map(({ level, findings }) => [level, findings.length])).toEqual([
      ['fault', 1],
      ['hint', 2],
    ]);
    expect(view).toMatchObject({ worst: 'fault', fine: [{ check: 'Links' }] });
    expect(checksView({ ...NOTHING, findings: [finding('fine')] })).toMatchObject({
      worst: 'fine',
      levels: [],
    });
  });

  it('draws the size to where mails are cut off, and never beyond', () => {
    expect(checksView(NOTHING).size).toEqual({
      ...{ html: '50 KB', limit: '100 KB', text: '900 B', whole: '59 KB' },
      ...{ percent: 50, bar: 500, tone: 'fine' },
    });
    const size = (html: number) => checksView({ ...NOTHING, size: { ...NOTHING.size, html } }).size;
    expect(size(95_000).tone).toBe('warning');
    expect(size(200_000)).toMatchObject({ tone: 'fault', bar: 1000, percent: 195 });
  });

  it('lists features that somebody does not know, and names the others', () => {
    const support = (feature: string, ...levels: ('yes' | 'no')[]) => ({
      feature,
      url: '',
      support: levels.map(level => ({ level, note: '' })),
    });
    const view = checksView({ ...NOTHING, support: [support('a', 'yes', 'yes'), support('b', 'yes', 'no')] });
    expect(view.support).toMatchObject({ total: 2, known: 'a' });
    expect(
      view.support.features.map(({ feature, cells }) => [feature, ...cells.map(({ word }) => word)]),
    ).toEqual([['b', 'yes', 'no']]);
  });

  it('sets colours on each other by scheme, and marks what is too little', () => {
    const pair = { text: '#777777', background: '#ffffff', needed: 4.5, sample: 'Aa', count: 1 };
    const contrast = [
      { ...pair, scheme: 'light' as const, ratio: 4.48 },
      { ...pair, scheme: 'dark' as const, ratio: 9 },
    ];
    const [light, dark] = checksView({ ...NOTHING, contrast }).contrast.schemes;
    expect(light?.pairs).toMatchObject([{ ratio: '4.48', enough: false, times: 'once' }]);
    expect(dark?.pairs).toMatchObject([{ ratio: '9', enough: true }]);
  });
});
