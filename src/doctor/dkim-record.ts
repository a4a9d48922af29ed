import { readTags } from '../inspect/verify-dkim.ts';
import { type Dns, notChecked, textsAt, zoneLine } from './dns.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** A key as it belongs into the DNS. */
export interface PublishedKey {
  /** `<selector>._domainkey.<domain>`. */
  name: string;
  publicKey: string;
  record: string;
}

/** Whether the DNS holds the public key that belongs to ours (RFC 6376 §3.6.1). */
export async function examineRecord(key: PublishedKey, dns: Dns): Promise<Finding> {
  const id = 'dkim.record';
  const answer = await textsAt(dns, key.name);
  if ('unanswered' in answer) return notChecked(id, 'The public key', key.name, answer.unanswered);
  const keys = answer.found.map(readTags).filter(tags => tags.has('p'));
  if (keys.length === 0) return fail(id, `The DNS has no key at ${key.name}.`, publish(key));
  if (keys.length > 1) {
    return fail(id, `The DNS has ${keys.length} keys at ${key.name}, expected one.`, publish(key));
  }
  const [tags = new Map<string, string>()] = keys;
  if (tags.get('p') === '') return fail(id, `The key at ${key.name} is revoked.`, publish(key));
  if (tags.get('p') !== key.publicKey) {
    return fail(id, `The key at ${key.name} is not the one of DKIM_PRIVATE_KEY_FILE.`, publish(key));
  }
  const narrow = narrowed(tags);
  if (narrow !== null) return fail(id, `The record at ${key.name} ${narrow}.`, publish(key));
  if (tags.get('t')?.split(':').includes('y')) {
    return warn(id, `The record at ${key.name} says t=y: receivers may ignore the signature.`, 'Remove t=y.');
  }
  return ok(id, `The DNS has the key at ${key.name}.`);
}

/** What keeps a right key from being used for our mails; null when nothing does. */
function narrowed(tags: ReadonlyMap<string, string>): string | null {
  const allows = (tag: string, value: string) => {
    const listed = tags.get(tag)?.split(':');
    return !listed || listed.includes('*') || listed.includes(value);
  };
  if ((tags.get('v') ?? 'DKIM1') !== 'DKIM1') return `begins with v=${tags.get('v')}, expected v=DKIM1`;
  if ((tags.get('k') ?? 'rsa') !== 'rsa') return `says k=${tags.get('k')}, expected k=rsa`;
  if (!allows('h', 'sha256')) return `allows only h=${tags.get('h')}, expected sha256`;
  if (!allows('s', 'email')) return `is for s=${tags.get('s')} only, expected email`;
  return null;
}

function publish({ name, record }: PublishedKey): string {
  return `Publish this TXT record, and no other, at this name:\n${zoneLine(name, record)}`;
}
