const WORDS =
  'We study how language models reason, and we propose a method that makes large language models better. ';
const HEADER = [
  'new',
  'Get trending papers in your email inbox!',
  'Subscribe',
  'Daily Papers',
  'byAK and the research community',
];

/** A title that a reader of `"language models"` gets. */
export const title = (n: number) => `A Large Language Model Study Number ${n} on Reasoning of LLMs`;

/** A capture of papers about language models, as the page shows them. */
export function digest(...titles: string[]): Uint8Array {
  const entries = titles.flatMap(one => [one, `${one}. ${WORDS.repeat(5)}`]);
  return new TextEncoder().encode([...HEADER, ...entries, ''].join('\n\n'));
}

/** The same page saved with its links: one paper, with its arXiv id. */
export function linkedDigest(
  one: string,
  arxivId: string,
  abstract = `${one}. ${WORDS.repeat(5)}`,
): Uint8Array {
  const page = `https://huggingface.co/papers/${arxivId}`;
  const lines = [
    '# Daily Papers',
    '## by AK and the research community',
    'Jun 1',
    '[-](https://huggingface.co/login)',
  ];
  const entry = [
    `### [${one}](${page})`,
    `[${abstract}](${page})`,
    `[- 2 authors](${page})`,
    '·',
    'May 29',
    '',
  ];
  return new TextEncoder().encode([...lines, ...entry].join('\n\n'));
}
