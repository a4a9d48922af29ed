import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  editionIncidents,
  incidentSubject,
  sourceIncident,
  withoutAddresses,
} from '../../src/model/incident.ts';

test.each<[key: string, title: string, stopsAll: boolean]>([
  ['relay mail.example.org:587', 'Mail server mail.example.org:587', true],
  ['config mail.example.org:587', 'Mail server mail.example.org:587', true],
  ['relay mail.example.org:587 google', 'Mail to google by mail.example.org:587', false],
  ['edition 2026-06-02', 'Edition 2026-06-02', false],
  ...editionIncidents('2026-06-02').map((key): [string, string, boolean] => [
    key,
    'Edition 2026-06-02',
    false,
  ]),
  ['operator mail', 'Mail to OPERATOR_EMAIL', false],
  ['edition of something', 'edition of something', false],
  ['relay', 'relay', false],
])('%s is about something an operator knows', (key, title, stopsAll) => {
  const subject = incidentSubject(key);
  expect(subject).toMatchObject({ title, stopsAll });
  expect(subject.toDo.join()).toMatch(/paperboy (doctor|status|send)/);
});

test('an edition is gone on with, or given up, by name', () => {
  const { toDo } = incidentSubject('edition 2026-06-02');
  expect(toDo.join('\n')).toContain('paperboy send --resume --edition 2026-06-02');
  expect(toDo.join('\n')).toContain('paperboy send --cancel --edition 2026-06-02');
});

test.each([
  ['550 5.1.1 <ann@example.net>: no', '550 5.1.1 <…@example.net>: no'],
  ['"ann b"@example.net', '…@example.net'],
  ['smtp://u:p%40x@mail.example.org:587', '…@mail.example.org:587'],
  ['bounces+1-a-b@example.org,cc@example.org', '…@example.org,…@example.org'],
  ['jörg@bücher.example', '…@bücher.example'],
  ['meet @ noon', 'meet @ noon'],
])('%s loses the names in its addresses', (words, expected) => {
  expect(withoutAddresses(words)).toBe(expected);
});

test('a long word is looked through once', () => {
  const effort = (times: number) => {
    const words = `${'a'.repeat(times)} ${'"\\'.repeat(times)}`;
    const all = Array.from({ length: 5 }, () => {
      const start = performance.now();
      withoutAddresses(words);
      return performance.now() - start;
    });
    return Math.min(...all);
  };
  // A hundred times as long: a look from each letter on would take ten thousand times as long.
  expect(effort(100_000) / effort(1_000)).toBeLessThan(1_000);
});

test('no address is left, wherever it stands', () => {
  const text = fc.string({ maxLength: 30 });
  fc.assert(
    fc.property(text, fc.emailAddress(), text, (before, address, after) => {
      expect(withoutAddresses(`${before} <${address}> ${after}`)).not.toContain(address);
    }),
  );
});

test('says how to look at a source by its name, as a shell takes it', () => {
  expect(incidentSubject(sourceIncident('arXiv cs.CL'))).toMatchObject({
    title: 'Source arXiv cs.CL',
    stopsAll: false,
  });
  expect(incidentSubject(sourceIncident('arXiv cs.CL')).toDo.at(-1)).toContain("sources try 'arXiv cs.CL'");
  const address = 'https://example.org/list?date={date}';
  expect(incidentSubject(sourceIncident(address)).toDo.at(-1)).toContain(`sources try '${address}'`);
  expect(incidentSubject(sourceIncident('data/inbox')).toDo.at(-1)).toMatch(/ sources try data\/inbox$/);
});
