import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { smtpTransport } from '../../src/deliver/smtp/smtp-transport.ts';
import { openWeb } from '../../src/web/open-web.ts';
import { capture } from '../support/captures.ts';
import { digest } from '../support/digest.ts';
import { type Letter, openLetter } from '../support/inbox.ts';
import { type MailServer, startMailServer } from '../support/mail-server.ts';
import { openWorld, type World } from '../support/world.ts';

// One paper of a real page, from the capture to the inbox, to the links in the mail, a year on.

const PAPER =
  'Learning Physiology-Informed Vocal Spectrotemporal Representations for Speech Emotion Recognition';

describe('one paper', () => {
  let world: World;
  let server: MailServer;
  beforeEach(async () => {
    server = await startMailServer();
    world = await openWorld(Date.parse('2026-06-02T06:00:00Z'));
  });
  afterEach(async () => {
    await world.dispose();
    await server.stop();
  });

  async function deliver(edition: string): Promise<Letter[]> {
    const before = server.accepted.length;
    const transport = smtpTransport(`smtp://127.0.0.1:${server.port}`);
    await world.send(edition, transport);
    await transport.close();
    return Promise.all(server.accepted.slice(before).map(taken => openLetter(taken)));
  }

  it('comes in, reaches the one reader who asked for it, once, and is found again a year later', async () => {
    const ada = await world.subscribe('ada@example.org', { queries: ['"speech emotion recognition"'] });
    const ben = await world.subscribe('ben@example.org', { topics: ['inference'] });

    // In the morning the page of the day comes in: 59 papers, all of them new.
    const report = await world.ingest(capture('capture-2026-06-02.txt'), '2026-06-02');
    expect(report).toMatchObject({ status: 'ingested', entries: 59, new: 59 });

    // Ada follows exactly this, and finds it alone in her mail. Ben's mail does not hold it.
    const letters = await deliver('2026-06-02');
    expect(letters.map(({ to }) => to?.[0]?.address).sort()).toEqual(['ada@example.org', 'ben@example.org']);
    const [adas, bens] = ['ada', 'ben'].map(name =>
      letters.find(({ to }) => to?.[0]?.address === `${name}@example.org`),
    );
    if (!adas || !bens) throw new Error('two mails were expected');
    expect(onOneLine(adas.text)).toContain(PAPER);
    expect(onOneLine(bens.text)).not.toContain(PAPER);
    const [id] = await carriedBy(ada);

    // The next day the page shows it again, in capitals and next to something new on the same subject.
    world.at('2026-06-03T06:00:00Z');
    const again = digest(PAPER.toUpperCase(), 'Speech Emotion Recognition Without Any Speech');
    expect(await world.ingest(again, '2026-06-03')).toMatchObject({ entries: 2, new: 1, known: 1 });
    const [next] = await deliver('2026-06-03');
    expect(onOneLine(next?.text)).toContain('Speech Emotion Recognition Without Any Speech');
    expect(onOneLine(next?.text).toLowerCase()).not.toContain(PAPER.toLowerCase());

    // A year on every link of the first mail leads where it says, and looking changes nothing.
    world.at('2027-06-02T06:00:00Z');
    const web = await openWeb(world.app);
    const look = async (link: string) => {
      const page = await web.fetch(new Request(link));
      expect([link, page.status]).toEqual([link, 200]);
      return page.text();
    };
    const people = await world.parts.store.subscribers.byNums([ada, ben]);
    for (const link of adas.links) await look(link);
    expect(await world.parts.store.subscribers.byNums([ada, ben])).toEqual(people);

    // Its own page has the abstract; the mail online is the mail.
    expect(await look(`http://localhost:8080/papers/${id}`)).toContain('PhysioSER');
    expect((await look(adas.link('/view/'))).trim()).toBe(adas.html?.trim());
  });

  async function carriedBy(subscriber: number): Promise<string[]> {
    const { deliveryReports } = await import('../../src/cli/deliveries.ts');
    const rows = await deliveryReports(world.parts.store, {});
    return rows.filter(row => row.id.endsWith(`.${subscriber}`)).flatMap(row => row.papers);
  }
});

/** Text as it reads, wherever its lines were broken. */
function onOneLine(text = ''): string {
  return text.replace(/\s+/g, ' ');
}
