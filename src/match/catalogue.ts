import { z } from 'zod';
import { checkedYaml } from '../checked-yaml.ts';
import { nearest } from '../model/nearest.ts';
import type { Topic } from '../model/topic.ts';
import type { Trained } from './model/trained.ts';
import { DEFAULT_THRESHOLD } from './score.ts';
import { tokenize } from './tokenize.ts';

/** A word or phrase of a topic. Weight 0 hides the terms within it, below 0 it speaks against the topic. */
export interface Term {
  text: string;
  weight: number;
}

export interface CatalogueTopic extends Topic {
  /** Score from which on a paper belongs to the topic, above 0 and below 1. */
  threshold: number;
  lexicon: Term[];
}

export interface Catalogue {
  topics: CatalogueTopic[];
  /** What labelled papers taught of the topics that come along. */
  trained?: Trained;
}

const WEIGHTS: Record<string, number> = { strong: 2, normal: 1, weak: 0.5, ignore: 0, against: -1 };
const WEIGHT_NAMES = Object.keys(WEIGHTS).join(', ');
/** Far beyond what is of use; the squares of numbers as large as there are would be no numbers. */
const MOST_WEIGHT = 100;

const term = z
  .union([z.string(), z.number()], { error: 'expected a word or a phrase' })
  .transform(String)
  .refine(text => tokenize(text).length > 0, { error: 'expected a word or a phrase, found no letters' });

const lexicon = z
  .record(z.string(), z.array(term, { error: 'expected a list of terms, like [language model, LLM]' }), {
    error: `expected lists of terms by weight: ${WEIGHT_NAMES}`,
  })
  .superRefine((lists, context) => {
    for (const name of Object.keys(lists)) {
      if (Math.abs(weightOf(name)) <= MOST_WEIGHT) continue;
      const message = `expected ${WEIGHT_NAMES} or a number, at most ${MOST_WEIGHT}, as the name of a list`;
      context.addIssue({ code: 'custom', path: [name], message });
    }
  })
  .transform(lists =>
    Object.entries(lists).flatMap(([name, list]) => list.map(text => ({ text, weight: weightOf(name) }))),
  );

const topic = z
  .strictObject(
    {
      id: z
        .string({ error: 'expected an id, like speech-audio' })
        .regex(/^[a-z0-9-]+$/, { error: 'expected small letters, digits and dashes, like speech-audio' }),
      name: z
        .string({ error: 'expected a name, like Speech and audio' })
        .trim()
        .min(1, { error: 'expected a name' }),
      description: z.string({ error: 'expected a sentence on what belongs' }).trim().default(''),
      threshold: z
        .number({ error: 'expected a number between 0 and 1, like 0.5' })
        .gt(0, { error: 'expected more than 0' })
        .lt(1, { error: 'expected less than 1' })
        .default(DEFAULT_THRESHOLD),
      terms: z.preprocess(value => (Array.isArray(value) ? { normal: value } : value), lexicon).default([]),
    },
    {
      error: issue =>
        issue.code === 'unrecognized_keys'
          ? strangers(issue.keys)
          : 'expected a topic: id, name, description and terms',
    },
  )
  .transform(({ terms, ...rest }): CatalogueTopic => ({ ...rest, lexicon: terms }));

const KEYS = ['id', 'name', 'description', 'threshold', 'terms'];

function strangers(keys: readonly string[]): string {
  const [meant] = nearest(keys[0] ?? '', KEYS);
  const hint = meant === undefined ? `expected ${KEYS.join(', ')}` : `did you mean ${meant}?`;
  return `a topic has no ${keys.join(', ')}: ${hint}`;
}

const catalogue = z.strictObject(
  {
    topics: z
      .array(topic, { error: 'expected a list of topics, each with id, name, description and terms' })
      .min(1, { error: 'expected at least one topic' })
      .superRefine((topics, context) => {
        const first = new Map<string, number>();
        for (const [index, { id }] of topics.entries()) {
          const earlier = first.get(id);
          if (earlier === undefined) first.set(id, index);
          else
            context.addIssue({
              code: 'custom',
              path: [index, 'id'],
              message: `${id} is already a topic above`,
            });
        }
      }),
  },
  { error: 'expected `topics:` and below it a list of topics' },
);

/**
 * Reads a catalogue (`subscribers/topics.yaml` explains the format). `fileName` is for messages. Throws a MistakeError with every
 * mistake in its place. The same text is the same catalogue: reading it takes a tenth of a second.
 */
export function parseCatalogue(yamlText: string, fileName: string): Catalogue {
  const known = read.get(yamlText);
  if (known !== undefined) return known;
  const topics = checkedYaml(yamlText, fileName, catalogue);
  // A catalogue that is being edited leaves its older texts behind.
  for (const oldest of read.keys()) if (read.size >= MOST_KEPT) read.delete(oldest);
  read.set(yamlText, topics);
  return topics;
}

/** Catalogues read in this process. */
const read = new Map<string, Catalogue>();
const MOST_KEPT = 2;

function weightOf(name: string): number {
  return WEIGHTS[name] ?? (name.trim() === '' ? Number.NaN : Number(name));
}
