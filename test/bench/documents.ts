// The same papers in every format that is read, as large as one likes.

/** A made-up paper. */
export interface Made {
  id: string;
  title: string;
  abstract: string;
  authors: string[];
}

const SENTENCE =
  'We study how large language models reason over long documents, and propose a method that plans its steps before it takes them. ';

export function papers(count: number): Made[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `${2500 + (n % 12) + 1}.${String(n).padStart(5, '0')}`,
    title: `Planning Ahead ${n}: Language Models that Reason over Documents of Length ${n * 7}`,
    abstract: `${SENTENCE.repeat(9)}Study ${n} of its kind.`,
    authors: [`Ada Lovelace${n}`, 'J\\"org M\\"uller', 'Grace Hopper'],
  }));
}

const date = '2026-06-02';
const instant = `${date}T00:00:00.000Z`;
const each = (made: readonly Made[], write: (one: Made) => string) => made.map(write).join('\n');

/** By the name of the format. */
export const DOCUMENTS: Readonly<Record<string, (made: readonly Made[]) => string>> = {
  'hf-text': made =>
    `new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nJun 2\n\n${each(made, ({ title, abstract }) => `${title}\n\n${abstract}\n`)}`,
  'hf-api': made => JSON.stringify(made.map(hfEntry)),
  'hf-page': made => {
    const props = JSON.stringify({ dailyPapers: made.map(hfEntry), dateString: date });
    return `<!doctype html><html><body><main><div class="SVELTE_HYDRATER contents" data-target="DailyPapers" data-props="${props.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></div></main></body></html>`;
  },
  'json-feed': made =>
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Papers',
      items: made.map(({ id, title, abstract, authors }) => ({
        id,
        url: `https://arxiv.org/abs/${id}`,
        title,
        content_text: abstract,
        authors: authors.map(name => ({ name })),
        date_published: instant,
      })),
    }),
  'semantic-scholar': made =>
    JSON.stringify({
      total: made.length,
      offset: 0,
      data: made.map(({ id, title, abstract, authors }) => ({
        paperId: id,
        externalIds: { ArXiv: id },
        title,
        abstract,
        publicationDate: date,
        authors: authors.map(name => ({ authorId: null, name })),
      })),
    }),
  openreview: made =>
    JSON.stringify({
      notes: made.map(({ id, title, abstract, authors }) => ({
        id: id.replace('.', 'x'),
        forum: id.replace('.', 'x'),
        content: {
          title: { value: title },
          abstract: { value: abstract },
          authors: { value: authors },
          venueid: { value: 'ICLR.cc/2026/Conference' },
        },
        cdate: 1_780_000_000_000,
      })),
      count: made.length,
    }),
  biorxiv: made =>
    JSON.stringify({
      messages: [{ status: 'ok' }],
      collection: made.map(({ id, title, abstract }) => ({
        doi: `10.1101/${id}`,
        title,
        authors: 'Lovelace, A.; Hopper, G.',
        date,
        version: '1',
        category: 'bioinformatics',
        abstract,
      })),
    }),
  'papers-with-code': made =>
    JSON.stringify(
      made.map(({ id, title, abstract, authors }) => ({
        paper_url: `https://paperswithcode.com/paper/${id}`,
        arxiv_id: id,
        title,
        abstract,
        url_abs: `https://arxiv.org/abs/${id}v1`,
        url_pdf: `https://arxiv.org/pdf/${id}v1.pdf`,
        proceeding: null,
        authors,
        tasks: ['Language Modelling'],
        date,
        methods: [],
      })),
    ),
  'arxiv-rss': made => `<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
<title>cs.CL updates on arXiv.org</title><link>http://rss.arxiv.org/rss/cs.CL</link><description>cs.CL updates</description>
<pubDate>Tue, 02 Jun 2026 00:00:00 -0400</pubDate>
${each(
  made,
  ({
    id,
    title,
    abstract,
    authors,
  }) => `<item><title>${title}</title><link>https://arxiv.org/abs/${id}</link><description>arXiv:${id}v1 Announce Type: new
Abstract: ${abstract}</description><guid isPermaLink="false">oai:arXiv.org:${id}v1</guid><category>cs.CL</category>
<pubDate>Tue, 02 Jun 2026 00:00:00 -0400</pubDate><arxiv:announce_type>new</arxiv:announce_type><dc:creator>${authors.join(', ')}</dc:creator></item>`,
)}
</channel></rss>`,
  'arxiv-atom': made => `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://www.w3.org/2005/Atom">
<id>http://rss.arxiv.org/atom/cs.CL</id><title>cs.CL updates on arXiv.org</title><updated>2026-06-02T04:00:10.1+00:00</updated>
${each(
  made,
  ({
    id,
    title,
    abstract,
    authors,
  }) => `<entry><id>oai:arXiv.org:${id}v1</id><title>${title}</title><updated>2026-06-02T04:00:10.1+00:00</updated>
<link href="https://arxiv.org/abs/${id}" rel="alternate" type="text/html"/><summary>arXiv:${id}v1 Announce Type: new
Abstract: ${abstract}</summary><category term="cs.CL"/><published>2026-06-02T00:00:00-04:00</published>
<arxiv:announce_type>new</arxiv:announce_type><dc:creator>${authors.join(', ')}</dc:creator></entry>`,
)}
</feed>`,
  'arxiv-api': made => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/q</id><title>arXiv Query: search_query=all</title><updated>2026-06-02T00:00:00Z</updated>
${each(
  made,
  ({
    id,
    title,
    abstract,
    authors,
  }) => `<entry><id>http://arxiv.org/abs/${id}v1</id><title>${title}</title><updated>2026-06-01T17:59:59Z</updated>
<link href="https://arxiv.org/abs/${id}v1" rel="alternate" type="text/html"/><summary>${abstract}</summary><category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
<published>2026-06-01T17:59:59Z</published>${authors.map(name => `<author><name>${name}</name></author>`).join('')}</entry>`,
)}
</feed>`,
  rss: made => `<?xml version="1.0"?><rss version="2.0"><channel><title>Papers</title><link>https://example.org</link><description>Papers</description>
${each(made, ({ id, title, abstract }) => `<item><title>${title}</title><link>https://example.org/${id}</link><description>${abstract}</description><pubDate>Tue, 02 Jun 2026 00:00:00 GMT</pubDate></item>`)}
</channel></rss>`,
  rdf: made => `<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://example.org"><title>Papers</title><link>https://example.org</link><description>Papers</description></channel>
${each(made, ({ id, title, abstract }) => `<item rdf:about="https://example.org/${id}"><title>${title}</title><link>https://example.org/${id}</link><description><![CDATA[${abstract}]]></description><dc:date>${date}</dc:date><dc:creator>Lovelace, A., Hopper, G.</dc:creator></item>`)}
</rdf:RDF>`,
  atom: made => `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>urn:papers</id><title>Papers</title><updated>${instant}</updated>
${each(made, ({ id, title, abstract, authors }) => `<entry><id>urn:${id}</id><title>${title}</title><updated>${instant}</updated><link href="https://example.org/${id}"/><summary>${abstract}</summary>${authors.map(name => `<author><name>${name}</name></author>`).join('')}</entry>`)}
</feed>`,
};

function hfEntry({ id, title, abstract, authors }: Made) {
  return {
    paper: {
      id,
      authors: authors.map(name => ({ _id: id, name, hidden: false })),
      publishedAt: '2026-06-01T00:00:00.000Z',
      submittedOnDailyAt: instant,
      title,
      summary: abstract,
      upvotes: 7,
      ai_keywords: ['planning', 'reasoning'],
      githubRepo: `https://github.com/example/${id}`,
    },
    publishedAt: instant,
    title,
    summary: abstract,
    thumbnail: `https://example.org/${id}.png`,
    numComments: 2,
    submittedBy: { _id: id, name: 'ada', fullname: 'Ada Lovelace', type: 'user', isPro: false },
  };
}
