// Asks a server over and over, in a process of its own: what it costs to ask is nothing of the server's. Reads one job as
// JSON from its standard input, and prints what came of it as JSON.
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

/** What to ask, in turn, and how. */
export interface Job {
  url: string;
  method: 'GET' | 'POST';
  paths: string[];
  /** Body for each path; none for GET. */
  bodies: string[];
  connections: number;
  /** Requests altogether; a tenth of them come before, and are not counted. */
  count: number;
}

/** Answers a second, and how long half of them, and all but one in a hundred, took at most, in milliseconds. */
export interface Load {
  perSecond: number;
  p50: number;
  p99: number;
  /** How often each status came. */
  statuses: Record<string, number>;
}

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
const job = JSON.parse(Buffer.concat(chunks).toString()) as Job;
await run(Math.ceil(job.count / 10), 0);
const start = performance.now();
const answers = await run(job.count, Math.ceil(job.count / 10));
const ms = performance.now() - start;
const times = answers.map(answer => answer.ms).sort((a, b) => a - b);
const statuses: Record<string, number> = {};
for (const { status } of answers) statuses[status] = (statuses[status] ?? 0) + 1;
const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
const load: Load = { perSecond: (job.count / ms) * 1000, p50: at(0.5), p99: at(0.99), statuses };
console.log(JSON.stringify(load));

interface Answer {
  status: number;
  /** How long it took. */
  ms: number;
}

/** Asks `count` times over all connections, from number `first` on. */
async function run(count: number, first: number): Promise<Answer[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: job.connections });
  const answers: Answer[] = [];
  let next = first;
  const worker = async () => {
    while (next < first + count) answers.push(await ask(agent, next++));
  };
  await Promise.all(Array.from({ length: job.connections }, worker));
  agent.destroy();
  return answers;
}

function ask(agent: Agent, n: number): Promise<Answer> {
  const started = performance.now();
  const path = job.paths[n % job.paths.length] ?? '/';
  const body = job.bodies.length > 0 ? job.bodies[n % job.bodies.length] : undefined;
  return new Promise((resolve, reject) => {
    const sent = request(
      `${job.url}${path}`,
      {
        agent,
        method: job.method,
        headers: {
          'X-Forwarded-For': `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
          ...(body !== undefined && {
            'Content-Type': 'application/x-www-form-urlencoded',
            'Content-Length': String(Buffer.byteLength(body)),
          }),
        },
      },
      answer => {
        answer.resume();
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, ms: performance.now() - started }));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}
