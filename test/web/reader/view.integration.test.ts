import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nullTransport, taken } from '../../../src/deliver/transport.ts';
import { digest, title } from '../../support/digest.ts';
import { DAY, openSiteWorld, type SiteWorld } from '../site.ts';

describe('a mail online', () => {
  let site: SiteWorld;
  beforeEach(async () => {
    site = await openSiteWorld();
  });
  afterEach(() => site.world.dispose());

  async function delivered(edition: string): Promise<Map<string, string>> {
    const mails = new Map<string, string>();
    await site.world.send(edition, {
      ...nullTransport(),
      hand: async (_edition, message, commit) => {
        mails.set(message.envelope.to, message.html);
        await commit();
        return taken('kept');
      },
    });
    return mails;
  }

  it('is the very HTML that was delivered, a year later and after its reader left', async () => {
    await site.world.subscribe('ben@example.org', { topics: ['llm'], queries: ['"number 7"'] });
    await site.world.ingest(digest(title(7), title(8)), '2026-06-02');
    const mails = await delivered('2026-06-02');
    site.world.at('2027-06-02T08:00:00Z');
    await site.world.ingest(digest(...Array.from({ length: 30 }, (_, n) => title(n + 20))), '2027-06-01');
    await site.post(site.world.parts.links(2, '2026-06-02').unsubscribe);
    const page = await site.get(site.world.parts.links(2, '2026-06-02').view);
    expect(page.status).toBe(200);
    expect(page.text).toBe(mails.get('ben@example.org'));
  });

  it('carries styles, and may run or load nothing', async () => {
    const { headers, text } = await site.get(site.links.view);
    expect(text).toContain(title(1));
    const policy = headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('script');
    expect(policy).toContain("style-src 'unsafe-inline'");
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('is explained where the edition had none for the reader', async () => {
    const page = await site.get(site.world.parts.links(1, '2026-05-01').view);
    expect(page.status).toBe(404);
    expect(page.text).toContain('This mail cannot be shown');
    const tokens = await site.world.app.tokens();
    const without = site.links.view.replace(/[^/]+$/, tokens.sign('view', 1));
    expect(await site.get(without)).toMatchObject({ status: 404 });
  });

  it('shows papers that the edition took in after it was first looked at', async () => {
    await site.get(site.links.view);
    await site.world.ingest(digest('A Language Model That Came Late'), DAY);
    const late = await site.world.subscribe('late@example.org', { queries: ['"came late"'] });
    await site.world.send(DAY);
    const page = await site.get(site.world.parts.links(late, DAY).view);
    expect(page.status).toBe(200);
    expect(page.text).toContain('A Language Model That Came Late');
  });
});
