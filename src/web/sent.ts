import type { PageContext } from './web-app.ts';

/** Most bytes of a form: the longest preferences take a few thousand. */
const MAX_BODY = 64 * 1024;

/** What a form sent. */
export interface Sent {
  /** The first value of a field; undefined when it was not sent. */
  one: (field: string) => string | undefined;
  /** All values of a field, the empty ones left out; undefined when it was not sent. */
  all: (field: string) => string[] | undefined;
}

const NOTHING: Sent = { one: () => undefined, all: () => undefined };

/** Reads what came with a request, whatever it says of its length; null when that is too much. */
export async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer> | null> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY) return null;
  const body = new Uint8Array(MAX_BODY);
  let size = 0;
  for await (const chunk of request.body ?? []) {
    if (size + chunk.length > MAX_BODY) return null;
    body.set(chunk, size);
    size += chunk.length;
  }
  return body.slice(0, size);
}

/** Reads a form, urlencoded or multipart; null when it cannot be read. Anything else counts as an empty form. */
export async function readSent(c: PageContext): Promise<Sent | null> {
  const type = c.req.header('content-type') ?? '';
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) return NOTHING;
  let form: FormData;
  try {
    form = await new Response(c.get('body'), { headers: { 'Content-Type': type } }).formData();
  } catch {
    return null;
  }
  const texts = (field: string) => form.getAll(field).filter(value => typeof value === 'string');
  return {
    one: field => texts(field)[0],
    all: field => (form.has(field) ? texts(field).filter(text => text !== '') : undefined),
  };
}
