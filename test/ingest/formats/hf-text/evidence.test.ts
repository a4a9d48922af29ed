import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { capture, FIVE_CAPTURES } from '../../../support/captures.ts';
import { readText } from '../../snapshot-text.ts';

const page = (...lines: string[]) => `${lines.join('\n\n')}\n`;
const file = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');

/** Texts of one or two titles, each above a paragraph as long as an abstract, that are no papers. */
const FOREIGN: Record<string, string> = {
  'a letter': page(
    'To the Board of the Housing Association',
    'We present the results of the annual survey of the house, and we would like to thank you for your patience during the works on the roof. Our approach was to ask every tenant. The results show that most of them are content, though the lift remains a matter of concern. We propose to meet in June to settle what is still open between us.',
  ),
  'a letter with its signature': page(
    'Dear Ann,',
    'We propose to meet in Vienna and show the experiments that we did in spring, and to discuss our results in peace. Our method of travelling by train has turned out well, so that the journey takes a night at most. The hotel is the one near the station, and the results of the election should be known by then too.',
    'Yours, Bob',
  ),
  'a news text': page(
    'Researchers Build a Model that Folds Laundry',
    'A team of researchers in Zurich has built a model that folds laundry faster than any before it. "We propose a new way to look at shirts," said the head of the group on Monday. Experiments show that the robot outperforms its predecessors on several benchmarks, though it still cannot find matching socks, which was told to be the next step.',
  ),
  'a press release': page(
    'Example Corporation Announces Results of the Third Quarter',
    'Example Corporation today announced its financial results for the third quarter. Revenue was up by four percent, and the board expects growth to go on in the coming year. The company introduced three products, opened two offices and hired a new chief of finance. Results for the year will be published in March, as in the years before.',
  ),
  'a README': page(
    'Fast Folding Toolkit',
    'This repository contains the code of our paper on folding laundry. We present a fast implementation of our method, with scripts for all experiments and results. Install it with pip install folding, download the datasets, then start the training. The results of the paper are reproduced by the scripts in the folder of the same name.',
  ),
  'a manual': page(
    'Getting Started with the Dishwasher',
    'Before you use the appliance for the first time, read this manual with care and keep it for later. We show how the baskets are loaded, which programs there are, and what the lights on the door mean. Our recommended setting gives the best results for most dishes. If the results do not satisfy you, raise the temperature and repeat the program.',
  ),
  'a story': page(
    'The Lighthouse',
    'The rain had been falling since morning, and nobody had come down the path from the village. He put another log on the fire and looked at the lamp, which had burned without a pause for thirty years. There was a sound at the door, a soft one, as of a dog or a child, and when he opened it there was nothing but the wind and the dark beyond.',
  ),
  'an advertisement': page(
    'Our Summer Sale Has Begun',
    'We introduce more than a hundred new articles at prices never seen before, from garden chairs to tents and lamps. Our framework for fair prices makes sure that everybody finds something. Come and visit the shop in the centre, or order from home, and find out why thousands of customers return to us every summer with a smile on their faces.',
  ),
  'a mail': page(
    'From: Ann <ann@example.org>',
    'We propose a method for folding laundry and show in experiments that it outperforms the state of the art. This paper presents results on five benchmarks. In addition we introduce a dataset of shirts, socks and towels, which we release together with the code of our model, so that others can repeat the experiments on their own machines at home.',
  ),
  code: page(
    'import { fold } from "laundry"',
    `const results = experiments.map(experiment => experiment.run({ benchmark: "state of the art", dataset })); ${'await fold(shirt); '.repeat(20)}`,
  ),
  'a log': page(
    '2026-06-02T10:00:00Z INFO start',
    `2026-06-02T10:00:01Z INFO we evaluate our model, experiments and results follow ${'ok '.repeat(90)}`,
  ),
  'a paper with a paragraph too many': page(
    'Folding Laundry at Scale',
    `We propose a method and evaluate it in experiments. ${'It folds and folds. '.repeat(20)}`,
    `The results outperform the state of the art. ${'It folds and folds. '.repeat(20)}`,
    'The End',
  ),
};

describe('one or two papers without any furniture', () => {
  test('are recognised by how their abstracts read', () => {
    let read = 0;
    let all = 0;
    for (const name of FIVE_CAPTURES) {
      const { entries } = readText(capture(name));
      for (const [at, one] of entries.entries()) {
        const next = entries[(at + 1) % entries.length];
        const texts = [one, ...(at % 2 && next ? [next] : [])].map(each => [
          each.rawTitle,
          each.abstract ?? '',
        ]);
        all++;
        const found = readText(page(...texts.flat()));
        if (found.refusal !== null) continue;
        read++;
        expect(found.entries.map(({ rawTitle }) => rawTitle)).toEqual(texts.map(([title]) => title));
      }
    }
    expect(read / all).toBeGreaterThan(0.95);
  });

  test('come with or without blank lines and a last line end', () => {
    const abstract = `We propose a method for folding laundry. Experiments show that it works. ${'It folds on and on. '.repeat(15)}`;
    for (const text of [`Folding Laundry\n${abstract}`, `\n\nFolding Laundry\n\n\n${abstract}\n\n`]) {
      expect(readText(text).entries.map(({ title }) => title)).toEqual(['Folding Laundry']);
    }
  });
});

describe('a foreign text in the shape of one or two papers', () => {
  test.each(Object.entries(FOREIGN))('is refused: %s', (_what, text) => {
    expect(readText(text)).toMatchObject({
      format: null,
      entries: [],
      refusal: expect.stringMatching(/^line 1: no known format/),
    });
  });

  test.each(['README.md', 'src/README.md', 'package.json', 'src/pipeline.ts'])(
    'is refused: %s of this project',
    path => {
      expect(readText(file(path)).format).toBeNull();
    },
  );
});
