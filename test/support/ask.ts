import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';

/** An answer as it came. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** A request as somebody may write one who keeps to no rule: path and headers go out as they are. */
export interface Wild {
  method?: string;
  path: string;
  headers?: Record<string, string | string[]>;
  body?: string | Uint8Array;
  /** Whom a trusted proxy would name; everybody is somebody else by default, so that nobody is too many. */
  client?: string;
}

let asked = 0;

/** Sends it to the server at `site`. Null when the connection ended without an answer. */
export function ask(
  site: string,
  { method = 'GET', path, headers = {}, body, client }: Wild,
): Promise<Answer | null> {
  const { hostname, port } = new URL(site);
  const number = asked++;
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        hostname,
        port,
        method,
        path,
        headers: {
          'X-Forwarded-For': client ?? `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`,
          ...(body !== undefined && { 'Content-Length': String(Buffer.byteLength(body)) }),
          ...headers,
        },
        agent: false,
      },
      answer => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', () => resolve(null));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    sent.on('error', (error: NodeJS.ErrnoException) => {
      // Hanging up on what is too much is an answer; a request that Node does not send is a fault of the test.
      if (['ECONNRESET', 'EPIPE'].includes(error.code ?? '')) resolve(null);
      else reject(error);
    });
    sent.end(body);
  });
}

/** Sends bytes as they are, and answers with everything that came back before the connection ended. */
export function askRaw(site: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(site);
  return new Promise(resolve => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.end(bytes, 'latin1'));
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    // A server that hangs up on nonsense has answered as well.
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
}
