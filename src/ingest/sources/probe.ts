import type { Source } from '../../model/source.ts';
import { follow } from './http.ts';
import type { Network } from './network.ts';
import { failureInWords } from './why-unread.ts';

/**
 * Asks a source as reading it would, and takes nothing: only how it answers, and its clock. Throws an error that says in words
 * why nobody answers, or the reason of `signal`.
 */
export async function probe(
  source: Source,
  address: string,
  { network, signal }: { network: Network; signal: AbortSignal },
): Promise<Response> {
  const reached = await follow(source, address, null, network, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new Error(failureInWords(error));
  });
  if (typeof reached === 'string') throw new Error(`it ${reached.replace(/^it /, '')}`);
  const { answer } = reached;
  await answer.close();
  if (answer.status < 200 || answer.status > 599) throw new Error(`it answers ${answer.status}`);
  const date = answer.header('date');
  return new Response(null, { status: answer.status, headers: { ...(date !== null && { date }) } });
}
