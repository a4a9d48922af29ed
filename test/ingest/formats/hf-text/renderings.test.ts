import { describe, expect, test } from 'vitest';
import { abstractOf, RESPELLINGS, readText, rendering } from '../../snapshot-text.ts';

const MARKDOWN = 'hf-text-firecrawl-q-page-2026-10-02.md';
const REFERENCES = 'hf-text-linkref-q-page-2026-06-29.txt';
const URL_LINES = 'hf-text-urls-inline-q-page-2026-03-25.txt';

describe('real renderings with links', () => {
  test('Markdown', () => {
    const read = readText(rendering(MARKDOWN));
    expect(read).toMatchObject({ capturedAt: '2026-10-02', dateFrom: 'content', rejected: [], remarks: [] });
    expect(read.entries).toMatchObject([
      {
        arxivId: '2606.00683',
        upvotes: 101,
        organisation: 'OCC',
        authorCount: null,
        comments: 6,
        publishedOn: '2026-05-29',
      },
      {
        arxivId: '2502.20581',
        upvotes: 0,
        organisation: null,
        authorCount: 3,
        comments: null,
        publishedOn: '2025-02-27',
      },
      {
        arxivId: '2609.00319',
        upvotes: 0,
        organisation: null,
        authorCount: 10,
        comments: null,
        publishedOn: '2026-08-30',
      },
    ]);
    expect(read.entries[1]?.title).toBe(
      'The Noisy Path from Source to Citation: Measuring How Scholars Engage with Past Research',
    );
    expect(read.entries[1]?.abstract).toMatch(
      /^Academic citations.*tracing knowledge flows.*distortion of evidence\.$/,
    );
    expect(read.entries[0]?.url).toBe('https://huggingface.co/papers/2606.00683');
  });

  test('numbered references', () => {
    const read = readText(rendering(REFERENCES));
    expect(read).toMatchObject({ capturedAt: '2026-06-29', dateFrom: 'content', rejected: [], remarks: [] });
    expect(read.entries).toMatchObject([
      {
        title: 'MURMUR: An Efficient Inference System for Long-Form ASR',
        upvotes: 0,
        authorCount: 3,
        publishedOn: '2026-05-30',
        codeUrl: 'https://github.com/uw-syfi/Murmur',
      },
      { upvotes: 65, authorCount: 671, publishedOn: '2024-03-08', comments: 6, arxivId: null },
      { title: 'VIBEVOICE-ASR Technical Report', upvotes: 24, organisation: 'Microsoft', comments: 3 },
    ]);
  });

  test('numbered references are followed where the page lists them', () => {
    const text = `${rendering(REFERENCES)}\n[32]: https://huggingface.co/papers/2605.12345\n[36]: https://huggingface.co/papers/2403.05530\n`;
    expect(readText(text).entries.map(({ arxivId }) => arxivId)).toEqual(['2605.12345', '2403.05530', null]);
  });

  test('URLs on lines of their own', () => {
    const read = readText(rendering(URL_LINES));
    expect(read).toMatchObject({ capturedAt: '2026-03-25', dateFrom: 'content', rejected: [], remarks: [] });
    expect(read.entries).toMatchObject([
      {
        arxivId: '2410.05434',
        upvotes: 1,
        authorCount: 2,
        publishedOn: '2024-10-07',
        projectUrl: 'https://leap-llm.github.io/',
      },
      { arxivId: '2510.21057', upvotes: 5, organisation: 'Google', comments: 1, publishedOn: '2025-10-23' },
    ]);
  });

  test.each(RESPELLINGS)('give the same papers with %s', (_what, respell) => {
    for (const name of [MARKDOWN, REFERENCES, URL_LINES]) {
      const keys = (text: string) => readText(text).entries.map(entry => entry.keys[0]);
      // Dashes and spaces inside a URL are another URL.
      const spared = rendering(name).replace(/[^\n]*https?:[^\n]*|[^\n]+/g, line =>
        line.includes('://') ? line : respell(line),
      );
      expect(keys(spared)).toEqual(keys(rendering(name)));
    }
  });
});

describe('the daily list', () => {
  const page = [
    'Daily Papers',
    'by AK and the research community',
    'Sep 24',
    'Submitted by',
    ' HaoboZheng',
    '79',
    'SpeakerMem-R1: Speaker-Centered Memory',
    'Zhejiang University',
    '70',
    '3',
    'Submitted by Alexiush',
    '-',
    'FLEET: From Logits Entropy to Trajectories',
    '·',
    '2 authors',
    '3.29k',
    '1',
  ];

  test('gives titles and votes; no submitter and no organisation becomes a paper', () => {
    const read = readText(page.join('\n\n'));
    expect(read.entries).toMatchObject([
      { title: 'SpeakerMem-R1: Speaker-Centered Memory', upvotes: 79, abstract: null, comments: null },
      { title: 'FLEET: From Logits Entropy to Trajectories', upvotes: 0, authorCount: 2 },
    ]);
    expect(read.remarks.join()).toContain('no entry has an abstract');
  });
});

describe('the trending page', () => {
  const summary = 'A short summary made by a machine says in one sentence what the whole paper is about.';
  const card = (title: string, id: string) =>
    `### [${title}](https://huggingface.co/papers/${id})\n\n[${summary}](https://huggingface.co/papers/${id})\n\n[![zju](https://cdn/x.png)Zhejiang University](https://huggingface.co/zju)\n\n·\n\nPublished on Oct 4, 2026\n\nUpvote\n\n64\n\n[GitHub 3.29k](https://github.com/a/b)\n\n[arXiv Page](https://arxiv.org/abs/${id})\n`;

  test('shows every card twice, which is one paper', () => {
    const page = `# Trending Papers\n\nby AK and the research community\n\nOct 6\n\n${[card('One Paper', '2610.03632'), card('One Paper', '2610.03632'), card('Another Paper', '2610.04000')].join('\n')}`;
    const read = readText(page);
    expect(read.capturedAt).toBe('2026-10-06');
    expect(read.entries).toMatchObject([
      {
        title: 'One Paper',
        arxivId: '2610.03632',
        abstract: summary,
        publishedOn: '2026-10-04',
        organisation: 'Zhejiang University',
      },
      { title: 'Another Paper', arxivId: '2610.04000' },
    ]);
  });

  test('is read without links too', () => {
    const plain = (title: string) =>
      `${title}\n\n${summary}\n\nPublished on Oct 4, 2026\n\nUpvote\n\n64\n\nGitHub 3.29k\n\narXiv Page\n\n`;
    const page = `Trending Papers\n\nby AK and the research community\n\n${plain('One Paper of Ours')}${plain('One Paper of Ours')}${plain('Another Paper of Ours')}`;
    expect(readText(page).entries.map(({ title, abstract }) => [title, abstract])).toEqual([
      ['One Paper of Ours', summary],
      ['Another Paper of Ours', summary],
    ]);
  });

  test('an abstract in a list of plain cards needs no link', () => {
    const page = `Daily Papers\n\nSep 24\n\nSubmitted by\n\nann\n\n12\n\nA Paper with an Abstract\n\n${abstractOf('cards')}\n`;
    expect(readText(page).entries).toMatchObject([{ upvotes: 12, abstract: abstractOf('cards') }]);
  });
});

describe('a page of links', () => {
  const page = rendering('hf-text-firecrawl-q-page-2026-10-02.md');

  test('cut inside a title rejects it, cut after it keeps it', () => {
    const cut = readText(page.slice(0, page.indexOf('Measuring How')));
    expect(cut.entries).toHaveLength(1);
    expect(cut.rejected).toEqual([{ line: 35, reason: expect.stringContaining('the capture ends inside') }]);
    const after = readText(page.slice(0, page.indexOf('[Academic')));
    expect(after.entries).toMatchObject([{}, { arxivId: '2502.20581', abstract: null }]);
  });

  test('has sections and a menu at its foot that are no papers', () => {
    const foot =
      '\n## Company\n\n[TOS](https://huggingface.co/terms)\n\n[Privacy](https://huggingface.co/privacy)\n\n### Website\n\nModels\n';
    expect(readText(page + foot).entries).toHaveLength(3);
  });

  test('a list of links in a README is none', () => {
    const readme =
      '# Daily Papers\n\nWhat I read.\n\n## Agents\n\n- [A Paper](https://huggingface.co/papers/2502.20581)\n- [Another](https://huggingface.co/papers/2502.20582)\n';
    expect(readText(readme).refusal).toMatch(/no known format/);
  });
});
