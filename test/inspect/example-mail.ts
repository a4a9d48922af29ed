import { inspect } from '../../src/inspect/inspect.ts';
import type { Finding } from '../../src/inspect/inspection.ts';

export const FACTS = { publicUrl: 'https://papers.example.org', dkim: null };

const TOKEN = 'v1.abcdefghijkl';
export const UNSUBSCRIBE = `https://papers.example.org/unsubscribe/${TOKEN}`;

/** The pieces of a mail with which nothing is wrong. */
export const PIECES = {
  header: {
    Date: 'Tue, 02 Jun 2026 07:00:00 +0000',
    From: '"Paperboy" <paperboy@example.org>',
    To: '<ada@example.net>',
    Subject: 'Fast decoding and 2 more',
    'Message-ID': '<v1.2026-06-02.abc@example.org>',
    'List-Id': '"Paperboy" <daily.example.org>',
    'List-Unsubscribe': `<${UNSUBSCRIBE}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'Auto-Submitted': 'auto-generated',
    Precedence: 'bulk',
    'MIME-Version': '1.0',
    'Content-Type': 'multipart/alternative; boundary="b"',
  } as Record<string, string>,
  lang: ' lang="en" dir="ltr"',
  head: '<title>Fast decoding</title>',
  preheader: '<div style="display:none">Also: Slow decoding · Decoding at last</div>',
  title: '<h1>Paperboy</h1>',
  body: `<h2 id="t1">Reasoning</h2><h3><a href="https://example.org/p/1">Fast decoding</a></h3><p>${'A few words of an abstract. '.repeat(10)}</p>`,
  foot: `<p>You asked for it. <a href="${UNSUBSCRIBE}">Unsubscribe</a></p>`,
  text: `Paperboy\n\nReasoning\n\nFast decoding\nhttps://example.org/p/1\n\nUnsubscribe:\n${UNSUBSCRIBE}\n`,
};
export type Pieces = typeof PIECES;

/** The bytes of a mail made of these; null leaves a part out. */
export function mailOf(pieces: Partial<Omit<Pieces, 'text'> & { text: string | null }> = {}): Buffer {
  const { header, lang, head, preheader, title, body, foot, text } = { ...PIECES, ...pieces };
  const html = `<!doctype html><html${lang}><head>${head}</head><body style="color:#000;background:#fff"><div lang="en" dir="ltr">${preheader}${title}${body}${foot}</div></body></html>`;
  const part = (type: string, content: string) =>
    `--b\r\nContent-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(content)}\r\n`;
  const parts = (text === null ? '' : part('plain', text)) + part('html', html);
  return Buffer.from(`${headerOf(header)}\r\n${parts}--b--\r\n`, 'latin1');
}

export function headerOf(fields: Record<string, string>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
}

function base64(content: string): string {
  return Buffer.from(content)
    .toString('base64')
    .replace(/.{76}(?=.)/g, '$&\r\n');
}

/** What is said of a mail besides that all is well. */
export async function problemsOf(raw: Uint8Array, facts = FACTS): Promise<Finding[]> {
  const { findings } = await inspect(raw, facts);
  return findings.filter(({ level }) => level !== 'fine');
}
