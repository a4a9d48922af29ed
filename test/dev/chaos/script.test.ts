import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NAMED_FAULTS } from '../../../src/dev/chaos/faults.ts';
import { readScript } from '../../../src/dev/chaos/read-script.ts';
import { ruleText } from '../../../src/dev/chaos/script.ts';
import { UserError } from '../../../src/errors.ts';

const read = (text: string) => readScript(text, 'a script');
const problem = (text: string) =>
  read(text).then(
    () => 'none',
    (error: unknown) => (error instanceof UserError ? error.message : `a bug: ${String(error)}`),
  );

describe('a script', () => {
  it('is a line of faults, each with what stands behind it in any order', async () => {
    const rules = await read('drop-after-dot 5% taken, 451-rcpt every 50 after 3,slow-250 3s 1% times 7');
    expect(rules).toMatchObject([
      { fault: { name: 'drop-after-dot' }, share: 0.05, taken: true, every: 1, times: Infinity },
      { fault: { moment: 'rcpt', act: 'reply' }, every: 50, after: 3, taken: false },
      { fault: { name: 'slow-250' }, share: 0.01, waitMs: 3_000, times: 7 },
    ]);
  });

  it('may be lines with remarks', async () => {
    const rules = await read('# bad days\ndrop-at-mail 1%   # some\n\n  quota times 1\n');
    expect(rules.map(rule => rule.fault.name)).toEqual(['drop-at-mail', 'quota']);
    expect(await read('# nothing\n')).toEqual([]);
  });

  it('says the same in JSON and in YAML', async () => {
    const line = await read('slow-250 1% 3s, 451-rcpt for *@example.org "4.2.1 Not, now"');
    const entries = [
      { fault: 'slow-250', share: '1%', wait: '3s' },
      { fault: '451-rcpt', for: '*@example.org', reply: '4.2.1 Not, now' },
    ];
    expect(await read(JSON.stringify(entries))).toEqual(line);
    expect(
      await read(
        '# two\n- { fault: slow-250, share: 1%, wait: 3s }\n- fault: 451-rcpt\n  for: "*@example.org"\n  reply: 4.2.1 Not, now\n',
      ),
    ).toEqual(line);
  });

  it('strikes only the recipients it names', async () => {
    const [rule] = await read('550-rcpt for bob.*@*.example.org');
    expect(rule?.pattern?.test('Bob.b@mail.example.org')).toBe(true);
    expect(rule?.pattern?.test('bobxb@mail.example.org')).toBe(false);
    expect(rule?.pattern?.test('bob.b@example.org')).toBe(false);
  });

  it.each([
    ['drop-after-dor 5%', 'a script, "drop-after-dor 5%": there is no fault "drop-after-dor". Did you mean'],
    ['quota\nquota 5', 'line 2 ("quota 5"): "5" means nothing here'],
    ['quota 5% 6%', '"6%": this was said before'],
    ['quota 101%', '"101%": expected a share from 0% to 100%'],
    ['quota every', 'expected a whole number from 1 after "every"'],
    ['quota every 0', '"0": expected a whole number from 1'],
    ['slow-250 31min', '"31min": expected a time up to 30 min'],
    ['quota 3s', '"3s" means nothing for quota: it takes no time'],
    ['drop-at-mail for a@b', '"a@b" means nothing for drop-at-mail: no recipient is known'],
    ['451-dot taken', 'only a message that came whole'],
    ['slow-250 "Well"', 'it says nothing'],
    ['399-rcpt', 'there is no fault "399-rcpt"'],
    ['451-body', 'there is no fault "451-body"'],
    ['451-rcpt "not closed', 'line 1: a quote is not closed'],
    ['[{"fault": "quota"', 'neither JSON nor YAML'],
    ['{"fault": "quota"}', 'expected a list of rules'],
    ['- share: 5%', 'rule 1: expected a "fault"'],
    ['- {fault: quota, often: 5%}', 'rule 1: "often" is not known. Known: fault, share'],
    ['- {fault: quota, share: [5%]}', 'rule 1: "share": expected one value'],
  ])('%s is refused with its place', async (text, said) => {
    expect(await problem(text)).toContain(said);
  });

  it('is refused in words, whatever it is', async () => {
    const words = fc.constantFrom(
      'quota',
      '451-rcpt',
      '5%',
      'every',
      '-',
      '[',
      '"',
      ',',
      '\n',
      '#',
      ':',
      '7',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(words).map(list => list.join(' ')),
    );
    await fc.assert(
      fc.asyncProperty(text, async any => {
        expect(await problem(any)).not.toContain('a bug');
      }),
    );
  });

  it('reads back what it says of itself', async () => {
    const name = fc.oneof(
      fc.constantFrom(...NAMED_FAULTS.map(fault => fault.name)),
      fc
        .tuple(fc.integer({ min: 400, max: 599 }), fc.constantFrom('mail', 'rcpt', 'dot'))
        .map(([code, place]) => `${code}-${place}`),
    );
    const option = fc.oneof(
      fc.integer({ min: 0, max: 1000 }).map(n => `${n / 10}%`),
      fc.integer({ min: 1, max: 99 }).map(n => `every ${n}`),
      fc.integer({ min: 0, max: 99 }).map(n => `after ${n}`),
      fc.integer({ min: 0, max: 99 }).map(n => `times ${n}`),
      fc.constantFrom(
        'for a.b*@example.org',
        'for "a;#b@x"',
        '7ms',
        '2min',
        'taken',
        'lost',
        '"say \\"no\\", \\\\"',
      ),
    );
    await fc.assert(
      fc.asyncProperty(name, fc.array(option, { maxLength: 4 }), async (fault, options) => {
        const rules = await read([fault, ...options].join(' ')).catch(() => null);
        fc.pre(rules !== null);
        expect(await read((rules ?? []).map(ruleText).join(', '))).toEqual(rules);
      }),
    );
  });
});
