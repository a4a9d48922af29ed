import type { SubscriberStore } from '../../src/audience/subscriber-store.ts';
import type { Consent } from '../../src/model/consent.ts';
import type { Subscriber } from '../../src/model/subscriber.ts';
import type { NewSubscriber } from '../../src/store/subscribers.ts';

/** The interface of the store over two maps, for tests of what is decided and not of how it is kept. */
export function memoryStore(): SubscriberStore & {
  all: () => Subscriber[];
  /** The record of consent, as `number act how`. */
  record: () => string[];
} {
  const rows = new Map<number, Subscriber>();
  const numOfKey = new Map<string, number>();
  const reasons = new Map<string, string>();
  const departed = new Set<string>();
  const record: string[] = [];
  const add = async (num: number, { act, how }: Consent) => void record.push(`${num} ${act} ${how}`);
  const all = () => [...rows.values()].filter(row => row.email !== null);

  async function insert({ addressKey, ...fields }: NewSubscriber): Promise<Subscriber | null> {
    if (numOfKey.has(addressKey)) return null;
    const row = { ...fields, num: rows.size + 1 };
    rows.set(row.num, row);
    numOfKey.set(addressKey, row.num);
    return row;
  }

  return {
    all,
    record: () => record,
    insert,
    async insertMany(listed) {
      const stored: (Subscriber | null)[] = [];
      for (const row of listed) stored.push(await insert(row));
      return stored;
    },
    byKey: async key => rows.get(numOfKey.get(key) ?? 0) ?? null,
    async byKeys(keys) {
      const found = keys.map(key => [key, rows.get(numOfKey.get(key) ?? 0)] as const);
      return new Map(found.flatMap(([key, row]) => (row ? [[key, row]] : [])));
    },
    async update(num, { addressKey, ...changes }) {
      const row = rows.get(num);
      if (row) rows.set(num, { ...row, ...changes });
      if (addressKey === null) for (const [key, of] of numOfKey) if (of === num) numOfKey.delete(key);
    },
    async *pages(size) {
      const listed = all();
      for (let at = 0; at < listed.length; at += size) yield listed.slice(at, at + size);
    },
    consents: {
      add,
      async addAll(nums, consent) {
        for (const num of nums) await add(num, consent);
      },
    },
    suppressions: {
      has: async hash => reasons.get(hash) ?? null,
      async add(hash, reason) {
        if (!reasons.has(hash)) reasons.set(hash, reason);
      },
      async remove(hash) {
        reasons.delete(hash);
      },
      among: async hashes => new Set(hashes.filter(hash => reasons.has(hash))),
      depart: async hash => void departed.add(hash),
      departed: async hashes => new Set(hashes.filter(hash => departed.has(hash))),
      arrive: async hash => void departed.delete(hash),
    },
    suppressionKey: async () => Buffer.from('a key of the tests'),
  };
}
