import { describe, expect, test } from 'vitest';
import {
  categoryHints,
  commentLinks,
  isWithdrawn,
  paperPage,
} from '../../../src/ingest/formats/arxiv-fields.ts';

describe('withdrawn', () => {
  test.each([
    ['This paper has been withdrawn by the author due to an error in Lemma 2', ''],
    ['Withdrawn', ''],
    ['withdrawn: superseded by arXiv:2101.00001', ''],
    ['Paper withdrawn', ''],
    [null, 'This submission has been withdrawn by arXiv administrators.'],
    [null, '  The manuscript is withdrawn.'],
    ['12 pages', 'Withdrawn by the authors.'],
  ])('is what says so at its beginning: %s %s', (comment, abstract) => {
    expect(isWithdrawn(comment, abstract)).toBe(true);
  });

  test.each([
    ['supersedes arXiv:1912.00001, which has been withdrawn', ''],
    ['12 pages; this paper has been withdrawn from ICML', 'We study it.'],
    ['Not withdrawn', ''],
    [null, 'Withdrawn patients differ from those who stay.'],
    [null, 'This paper studies when a loan is withdrawn.'],
    [null, 'This work is a study of withdrawn drugs.'],
  ])('is nothing that only speaks of it: %s %s', (comment, abstract) => {
    expect(isWithdrawn(comment, abstract)).toBe(false);
  });
});

test('topics are hints, the primary first and once, without those of other schemes', () => {
  expect(
    categoryHints(['math.ST', 'cs.IT', 'math.ST', '68T50', 'I.2.7; H.3.3', 'physics.ao-ph', 'hep-th', null]),
  ).toEqual(['arxiv:math.ST', 'arxiv:cs.IT', 'arxiv:physics.ao-ph', 'arxiv:hep-th']);
});

test('a comment names code, and a project page where it says that it is one', () => {
  expect(commentLinks('Code: https://github.com/a/b. Project page: https://a.example/x')).toEqual({
    code: 'https://github.com/a/b',
    project: 'https://a.example/x',
  });
  expect(commentLinks('Accepted at https://conference.example/2026')).toEqual({ code: null, project: null });
});

test('the page of a paper is that of no version', () => {
  expect(paperPage('https://arxiv.org/abs/2202.12139v1')).toBe('https://arxiv.org/abs/2202.12139');
  expect(paperPage('https://lab.example/paperv2')).toBe('https://lab.example/paperv2');
});
