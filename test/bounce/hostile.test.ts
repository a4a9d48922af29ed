import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { LARGEST_MAIL } from '../../src/bounce/mail-parts.ts';
import { readReturned } from '../../src/bounce/read-returned.ts';
import { returnPaths } from '../../src/deliver/verp.ts';
import { classify, classOfStatus } from '../../src/model/smtp-reply.ts';

// Whoever gets a mail holds a token of ours, and may send whatever they like to it.

const paths = returnPaths('bounces@example.org', Buffer.from('key'));
const TOKEN = paths.sign(7, '2026-06-02');
const SIZE = LARGEST_MAIL - 64 * 1024;

function report(parts: readonly (readonly [type: string, body: string])[], text = 'sorry'): string {
  const all = [['text/plain', text] as const, ...parts];
  return [
    'Return-Path: <>',
    `To: ${TOKEN}`,
    'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
    '',
    ...all.flatMap(([type, body]) => ['--r', `Content-Type: ${type}`, '', body]),
    '--r--',
    '',
  ].join('\r\n');
}
const status = (diagnostic = '', times = 1): readonly [string, string] => [
  'message/delivery-status',
  `Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n${diagnostic}\r\n`.repeat(times),
];
/** As many of `part` as a mail may be large. */
const filled = (part: string, size = SIZE) => part.repeat(Math.max(1, Math.floor(size / part.length)));
const letter = (header: string, body: string) => `To: ${TOKEN}\r\n${header}\r\n\r\n${body}`;
const many = (header: string, field: string) => {
  const one = `${header}: ${field}\r\n`;
  return filled(one, 60_000);
};

const ordinary = report([
  status('Status: 5.1.1'),
  ['message/rfc822', `To: a@b.example\r\n\r\n${filled('text\r\n')}`],
]);

const HOSTILE: Record<string, string> = {
  'very many recipients, and much to read': report([status('', 25_000)], filled('relay ', SIZE / 4)),
  'very many parts of recipients': report(Array.from({ length: 900 }, () => status('', 30))),
  'words that begin a quota again and again': report([
    status(`Status: x\r\nDiagnostic-Code: smtp; 552 ${filled('message ', 3900)}`, 400),
  ]),
  'words that begin a limit again and again': report([
    status(`Diagnostic-Code: smtp; 552 ${filled('limit ', 3900)}`, 400),
  ]),
  'words that begin an address again and again': report([
    status(`Diagnostic-Code: smtp; 550 ${filled('a', 3900)}`, 400),
  ]),
  'quotes that never end': report([status(`Diagnostic-Code: smtp; 550 ${filled('"\\', 3900)}`, 400)]),
  'returned headers of one long word': report([
    status(),
    ...Array.from({ length: 25 }, () => ['text/rfc822-headers', many('X', filled('a', 3900))] as const),
  ]),
  'returned headers that are nearly addresses': report([
    status(),
    ...Array.from({ length: 25 }, () => {
      return ['text/rfc822-headers', many('X', filled(`${'a'.repeat(120)}@ `, 3900))] as const;
    }),
  ]),
  'nothing but boundaries': report([['multipart/mixed; boundary=b', filled('--b\r\n')], status()]),
  'nearly boundaries': report([['multipart/mixed; boundary=b', filled('--bb\r\n')], status()]),
  'lines of HTML that hold nothing': letter('Content-Type: text/html', filled(' \n')),
  'tags that do not end': letter('Content-Type: text/html', filled('<br\n')),
  'lines that flow': letter('Content-Type: text/plain; format=flowed; delsp=yes', filled('> \n')),
  'escapes that stand for nothing': report([status()], `\r\n${filled('=  ')}`).replace(
    'text/plain',
    'text/plain\r\nContent-Transfer-Encoding: quoted-printable',
  ),
  'recipients without end': letter(`Cc: ${filled('a,', SIZE)}`, ''),
  'a header in very many lines': letter(`Cc: a\r\n${filled(' b\r\n', SIZE)}`, ''),
  'very many fields': letter(filled('X: \r\n', SIZE), ''),
  'a subject of encoded words': letter(`Subject: ${filled('=?utf-8?Q?a?= ', SIZE)}`, ''),
  'parameters without end': letter(`Content-Type: multipart/mixed; ${filled('boundary ; ', SIZE)}`, ''),
};

/** The shortest of some readings: what else the machine does meanwhile only lengthens one. */
function effort(work: () => unknown): number {
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}

describe('a hostile mail is read about as fast as an ordinary one of its size', () => {
  const read = (text: string) => {
    const bytes = Buffer.from(text);
    expect(bytes.length).toBeLessThanOrEqual(LARGEST_MAIL);
    return effort(() => readReturned(bytes, paths.verify));
  };

  it('an ordinary one says what it says', () => {
    expect(readReturned(Buffer.from(ordinary), paths.verify)).toMatchObject({
      delivery: { subscriber: 7 },
      evidence: [{ class: 'dead' }],
    });
  });

  it.each(Object.entries(HOSTILE))('%s', (_, text) => {
    const usual = read(ordinary);
    expect(read(text) / usual).toBeLessThan(20);
  });
});

it.each(['message ', 'limit ', 'daily ', 'too many ', 'mailbox is ', '"\\'])(
  'words of a server, %s again and again, take no longer the more there are',
  words => {
    const take = (times: number) => {
      const text = words.repeat(times);
      return effort(() => {
        for (let n = 0; n < 20; n++) {
          classOfStatus(null, text, 552);
          classify({ code: 450, enhanced: null, text }, 'recipient');
        }
      });
    };
    expect(take(20_000) / take(500)).toBeLessThan(20);
  },
);
