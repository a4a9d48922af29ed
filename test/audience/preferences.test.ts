import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PreferenceRules, readPreferences } from '../../src/audience/preferences.ts';
import { UserError } from '../../src/errors.ts';
import { WEEKDAYS } from '../../src/model/subscriber.ts';

const rules: PreferenceRules = {
  topicIds: ['llm', 'image-generation', 'speech-audio', 'rl'],
  checkQuery: text => {
    if (text.includes('((')) throw new UserError(`query "${text}": unexpected "("`);
  },
};

describe('readPreferences', () => {
  it('changes nothing that is not given', () => {
    expect(readPreferences({}, rules)).toEqual({ changes: {}, problems: [] });
  });

  it('reads everything as people write it', () => {
    const loose = {
      name: ' Ada\r\nLovelace ',
      topics: 'rl, LLM;rl',
      queries: 'state  space; "KV cache" -video ;',
      excluded: ' blockchain; medical  imaging;Blockchain;',
      cadence: 'Thursday,mon',
      hour: '07:00',
      timezone: 'europe/berlin',
      max: '25',
      signOfLife: 'Yes',
      outside: '1',
      learnOpened: 'no',
      updates: 'true',
    };
    expect(readPreferences(loose, rules)).toEqual({
      changes: {
        name: 'Ada Lovelace',
        topics: ['rl', 'llm'],
        queries: ['state space', '"KV cache" -video'],
        excluded: ['blockchain', 'medical imaging'],
        cadence: 'mon,thu',
        hour: 7,
        timezone: 'Europe/Berlin',
        max: 25,
        signOfLife: true,
        outside: true,
        learnOpened: false,
        updates: true,
      },
      problems: [],
    });
  });

  it('clears what is given as empty text', () => {
    const empty = { name: '', topics: '', queries: '', excluded: [''], timezone: '' };
    const { changes } = readPreferences(empty, rules);
    expect(changes).toEqual({ name: null, topics: [], queries: [], excluded: [], timezone: null });
  });

  it('tells every problem at once', () => {
    const loose = {
      name: 'x'.repeat(101),
      topics: 'lm,cooking',
      queries: ['((', 'a;b', 'q'.repeat(301)],
      cadence: 'daily,mon',
      hour: 24,
      timezone: 'Berlin',
      max: 0,
      excluded: ['gan', '-'],
      signOfLife: 'perhaps',
      outside: 'often',
    };
    const { problems } = readPreferences(loose, rules);
    expect(problems).toEqual([
      'name: at most 100 characters, this one has 101',
      expect.stringMatching(
        /^topic "lm" is unknown: did you mean llm.*; topic "cooking" is unknown: the command/,
      ),
      'query "((": unexpected "("',
      expect.stringContaining('semicolon'),
      expect.stringContaining('at most 300'),
      expect.stringMatching(/^excluded "-": .*letter or a digit/),
      expect.stringContaining('cadence "daily,mon"'),
      expect.stringContaining('hour "24"'),
      'time zone "Berlin" is unknown: did you mean Europe/Berlin?',
      expect.stringContaining('max "0"'),
      'signOfLife "perhaps": write yes or no',
      'outside "often": write yes or no',
    ]);
  });

  it('lets a bug in the query check through', () => {
    const broken = {
      ...rules,
      checkQuery: () => {
        throw new TypeError('bug');
      },
    };
    expect(() => readPreferences({ queries: ['x'] }, broken)).toThrow(TypeError);
  });

  it.each([
    ['daily', 'daily'],
    ['Weekdays', 'weekdays'],
    ['weekly', 'weekly'],
    ['sun,mon,SUN', 'mon,sun'],
    ['sunday; wednesday', 'wed,sun'],
    ['tue,wed,thu,fri,sat,sun,mon', 'daily'],
    [['fri', 'tue'], 'tue,fri'],
  ])('reads the cadence %j as %s', (cadence, expected) => {
    expect(readPreferences({ cadence }, rules).changes.cadence).toBe(expected);
  });

  it.each(['', 'hourly', 'mon,xyz', 'weekly,weekly', ','])('refuses the cadence %j', cadence => {
    expect(readPreferences({ cadence }, rules).problems).toHaveLength(1);
  });

  it('reads any set of days the same whatever their order', () => {
    const days = fc.subarray([...WEEKDAYS], { minLength: 1 });
    fc.assert(
      fc.property(
        days.chain(set => fc.tuple(fc.constant(set), fc.shuffledSubarray(set, { minLength: set.length }))),
        ([set, shuffled]) => {
          const { cadence } = readPreferences({ cadence: shuffled.join(',') }, rules).changes;
          expect(cadence).toBe(set.length === 7 ? 'daily' : set.join(','));
        },
      ),
    );
  });

  it.each([
    [0, 0],
    ['7', 7],
    ['07', 7],
    ['07:00', 7],
    ['23:00', 23],
  ])('reads the hour %j', (hour, expected) => {
    expect(readPreferences({ hour }, rules).changes.hour).toBe(expected);
  });

  it.each(['', '24', '-1', '7:30', '7am', '1e1', 6.5, Number.NaN])('refuses the hour %j', hour => {
    expect(readPreferences({ hour }, rules).problems).toHaveLength(1);
  });

  it.each(['', '0', '1001', '1e2', '0x10', '12.5', -3])('refuses %j as a maximum', max => {
    expect(readPreferences({ max }, rules).problems).toHaveLength(1);
  });

  it.each(['?!', 'a;b', 'x'.repeat(101)])('refuses %j as an excluded word', text => {
    expect(readPreferences({ excluded: [text] }, rules).problems).toHaveLength(1);
  });

  it('takes a hundred excluded words and no more', () => {
    const words = Array.from({ length: 101 }, (_, i) => `word ${i}`);
    expect(readPreferences({ excluded: words.slice(1) }, rules).problems).toEqual([]);
    expect(readPreferences({ excluded: words }, rules).problems).toEqual([expect.stringContaining('101')]);
  });

  it('keeps excluded words that read back as they were, whatever was typed', () => {
    const typed = fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { maxLength: 5 });
    fc.assert(
      fc.property(typed, texts => {
        const { excluded } = readPreferences({ excluded: texts }, rules).changes;
        if (excluded === undefined) return;
        expect(excluded.join('')).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\ufeff;]/u);
        expect(readPreferences({ excluded: excluded.join(';') }, rules).changes.excluded).toEqual(excluded);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['yes', true],
    ['TRUE', true],
    ['1', true],
    [true, true],
    ['no', false],
    ['false', false],
    ['0', false],
    [false, false],
  ])('reads %j as a wish for a sign of life', (signOfLife, expected) => {
    expect(readPreferences({ signOfLife }, rules).changes.signOfLife).toBe(expected);
  });

  it.each([
    ['utc', 'UTC'],
    ['asia/kolkata', 'Asia/Kolkata'],
    ['AMERICA/PORT-AU-PRINCE', 'America/Port-au-Prince'],
    ['US/Pacific', 'US/Pacific'],
  ])('keeps the zone that was named, in its usual spelling: %s', (timezone, expected) => {
    expect(readPreferences({ timezone }, rules).changes.timezone).toBe(expected);
  });

  it.each(['+02:00', 'Mars/Olympus', 'Z', '5', 'Europe/Berlin\u202e'])(
    'refuses the time zone %j',
    timezone => {
      expect(readPreferences({ timezone }, rules).problems).toHaveLength(1);
    },
  );

  it('keeps names readable and harmless whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 150 }), text => {
        const { name } = readPreferences({ name: text }, rules).changes;
        if (typeof name !== 'string') return;
        expect(name).not.toMatch(/[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u);
        expect(name).toBe(name.trim());
        expect([...name].length).toBeLessThanOrEqual(100);
        expect(readPreferences({ name }, rules).changes.name).toBe(name);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the joiners that scripts and emoji need', () => {
    expect(readPreferences({ name: '👩\u200d💻 می\u200cخواهم' }, rules).changes.name).toBe(
      '👩\u200d💻 می\u200cخواهم',
    );
  });
});
