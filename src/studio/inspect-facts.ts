import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { App } from '../app.ts';
import type { InspectFacts } from '../inspect/inspection.ts';

/** What mails of this instance are measured against. The settings are those that the parts were made with, so they are sound. */
export async function inspectFacts(app: App): Promise<InspectFacts> {
  const { publicUrl } = app.config('links');
  const { dkimDomain: domain, dkimSelector: selector, dkimPrivateKeyFile: file } = app.config('delivery');
  if (!domain || !selector || !file) return { publicUrl, dkim: null };
  const publicKey = createPublicKey(createPrivateKey(await readFile(file))).export({
    type: 'spki',
    format: 'pem',
  });
  return { publicUrl, dkim: { domain, selector, publicKey: publicKey.toString() } };
}
