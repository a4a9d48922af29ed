import { describe, expect, it } from 'vitest';
import { leaningOf, type Signal, type SignalKind } from '../../src/model/signal.ts';
import { turnsAhead } from '../../src/plan/select.ts';

const said = (kind: SignalKind, key: string, paper = 1): Signal => ({
  paper,
  kind,
  group: { kind: 'topic', key },
  at: 0,
});
const ahead = (signals: readonly Signal[], key: string, topics: string[] = []) =>
  turnsAhead({ kind: 'topic', key }, leaningOf(signals, { topics, queries: [] }));

describe('what somebody said', () => {
  it('leans by what they want more of, and less; an opening leans no way', () => {
    const signals = [
      said('more', 'llm'),
      said('more', 'llm', 2),
      said('less', 'vision'),
      said('opened', 'rl'),
    ];
    expect(['llm', 'vision', 'rl'].map(key => ahead(signals, key))).toEqual([2, -1, 0]);
  });

  it('keeps what they muted unwanted, whatever they said of it before, until they follow it again', () => {
    const signals = [...[1, 2, 3, 4].map(paper => said('more', 'llm', paper)), said('mute', 'llm')];
    expect(ahead(signals, 'llm')).toBe(-2);
    expect(ahead(signals, 'llm', ['llm'])).toBe(2);
    expect(ahead([said('mute', 'llm')], 'llm', ['llm'])).toBe(0);
  });
});
