const HEAD = `<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">
  <channel>
    <title>cs.CL updates on arXiv.org</title>
    <link>http://rss.arxiv.org/rss/cs.CL</link>
    <description>cs.CL updates on the arXiv.org e-print archive.</description>
    <atom:link href="http://rss.arxiv.org/rss/cs.CL" rel="self" type="application/rss+xml"/>`;

/** What arXiv announces on a day: papers with these numbers about language models; none on weekends and holidays. */
export function announcement(day: string, numbers: readonly number[]): string {
  const date = new Date(`${day}T04:00:00Z`).toUTCString().replace('GMT', '+0000');
  const items = numbers.map(number => {
    const id = `${day.slice(2, 4)}${day.slice(5, 7)}.${String(number).padStart(5, '0')}`;
    return `    <item>
      <title>Study number ${number} of large language models that reason</title>
      <link>https://arxiv.org/abs/${id}</link>
      <description>arXiv:${id}v1 Announce Type: new
Abstract: In study ${number} we look at how language models reason, and what makes them fail.</description>
      <guid isPermaLink="false">oai:arXiv.org:${id}v1</guid>
      <category>cs.CL</category>
      <pubDate>${date}</pubDate>
      <arxiv:announce_type>new</arxiv:announce_type>
      <dc:creator>Ada Example, Bo Example</dc:creator>
    </item>`;
  });
  const dated = `    <lastBuildDate>${date}</lastBuildDate>\n    <pubDate>${date}</pubDate>`;
  return [HEAD, dated, ...items, '  </channel>\n</rss>\n'].join('\n');
}
