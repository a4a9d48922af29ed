import { createSocket } from 'node:dgram';

/** What a server knows of one name. `silent`: it never answers; `fails`: it says that it cannot. */
export type DnsEntry =
  | { txt?: readonly (string | readonly string[])[]; mx?: readonly string[] }
  | 'silent'
  | 'fails';

/** A real DNS server over UDP on the loopback interface (RFC 1035), for TXT and MX. */
export interface DnsServer {
  /** As `setServers` takes it. */
  address: string;
  /** What it answers, by name in lower case; may be changed at any time. Other names are not there. */
  zone: Map<string, DnsEntry>;
  /** Names it was asked about, in order. */
  asked: string[];
  close: () => Promise<void>;
}

const TXT = 16;
const MX = 15;
const NO_ERROR = 0;
const SERVER_FAILURE = 2;
const NO_SUCH_NAME = 3;

export async function startDnsServer(entries: Record<string, DnsEntry> = {}): Promise<DnsServer> {
  const zone = new Map(Object.entries(entries));
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { address, port }) => {
    const { name, type, question } = readQuestion(query);
    asked.push(name);
    const entry = zone.get(name);
    if (entry === 'silent') return;
    const records = entry === undefined || entry === 'fails' ? [] : recordsOf(entry, type);
    const code = entry === 'fails' ? SERVER_FAILURE : entry === undefined ? NO_SUCH_NAME : NO_ERROR;
    socket.send(answerTo(query, question, code, type, records), port, address);
  });
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    zone,
    asked,
    close: () => new Promise(resolve => socket.close(() => resolve())),
  };
}

function readQuestion(query: Buffer): { name: string; type: number; question: Buffer } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = query.readUInt16BE(at + 1);
  return { name: labels.join('.').toLowerCase(), type, question: query.subarray(12, at + 5) };
}

function recordsOf({ txt = [], mx = [] }: Exclude<DnsEntry, string>, type: number): Buffer[] {
  if (type === TXT) {
    return txt.map(record =>
      Buffer.concat([record].flat().map(text => lengthAnd(Buffer.from(text, 'latin1')))),
    );
  }
  if (type !== MX) return [];
  return mx.map((exchange, priority) => Buffer.concat([uint16(priority), encodedName(exchange)]));
}

function answerTo(
  query: Buffer,
  question: Buffer,
  code: number,
  type: number,
  records: readonly Buffer[],
): Buffer {
  const header = Buffer.concat([
    query.subarray(0, 2),
    // An answer, recursion wanted and at hand.
    uint16(0x8180 | code),
    uint16(1),
    uint16(records.length),
    uint16(0),
    uint16(0),
  ]);
  const answers = records.map(data =>
    // The name is the one of the question; class IN, a minute to live.
    Buffer.concat([
      uint16(0xc00c),
      uint16(type),
      uint16(1),
      uint16(0),
      uint16(60),
      uint16(data.length),
      data,
    ]),
  );
  return Buffer.concat([header, question, ...answers]);
}

function encodedName(name: string): Buffer {
  const labels = name.split('.').filter(label => label !== '');
  return Buffer.concat([...labels.map(label => lengthAnd(Buffer.from(label, 'latin1'))), Buffer.from([0])]);
}

function lengthAnd(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function uint16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}
