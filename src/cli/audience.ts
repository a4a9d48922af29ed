import type { App } from '../app.ts';
import type { PreferenceRules } from '../audience/preferences.ts';
import { audienceStore, type SubscriberStore } from '../audience/subscriber-store.ts';
import type { Store } from '../store/store.ts';

/** What preferences are checked against: the catalogue and the query language. */
export async function rules(app: App): Promise<PreferenceRules> {
  const { preferenceRules } = await import('../pipeline/preference-rules.ts');
  return preferenceRules(await app.catalogue());
}

/** Changes subscribers in one transaction: who leaves meanwhile has left before it, or leaves after it. */
export function changeAudience<T>(store: Store, work: (audience: SubscriberStore) => Promise<T>): Promise<T> {
  return store.transaction(tx => work(audienceStore(tx)));
}
