import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepare } from '../../../src/pipeline.ts';
import { digest, title } from '../../support/digest.ts';
import { type OperatorWorld, openOperatorWorld } from './operator.ts';

const NEXT = '2026-06-02';
const EDITION = `/admin/editions/${NEXT}`;

let site: OperatorWorld;
beforeAll(async () => {
  site = await openOperatorWorld();
  site.world.at(`${NEXT}T06:30:00Z`);
  await site.login();
});
afterAll(() => site.world.dispose());

const text = async () => (await site.look(EDITION)).text;
const store = () => site.world.parts.store;

test('an edition that is planned says when it goes, can be approved, and is cancelled only when asked twice', async () => {
  await site.world.ingest(digest(title(3)), NEXT);
  await prepare(site.world.parts, { edition: NEXT, at: Date.parse(`${NEXT}T07:00:00Z`) });
  expect(await text()).toMatch(/one mail waits for its hour\. The first goes at <b>[^<]*07:00/);
  const approved = await site.send(EDITION, { do: 'approve' });
  expect(approved.text).toContain('The edition is approved');
  expect(await text()).toContain('It was approved at');
  expect(await text()).not.toContain('value="approve"');

  const asked = await site.send(EDITION, { do: 'cancel' });
  expect(asked.status).toBe(200);
  expect(asked.text).toContain('value="cancel-for-good"');
  expect((await store().editions.holds([NEXT])).size).toBe(0);
  const done = await site.send(EDITION, { do: 'cancel-for-good' });
  expect(done.text).toContain('The edition is cancelled');
  expect((await store().editions.accounts(NEXT)).states).toEqual({ cancelled: 1 });
  expect(await text()).not.toContain('for its hour');
  expect((await site.send(EDITION, { do: 'approve' })).status).toBe(422);
  expect((await store().actions.last(9)).map(({ what, who }) => [what, who])).toEqual([
    ['cancel', 'operator page'],
    ['approve', 'operator page'],
  ]);
});

test('what a check holds is let go by who approves; the rest of a group by who resumes', async () => {
  const later = '/admin/editions/2026-06-04';
  await store().editions.pause('2026-06-04', 'check: 60 papers match in a mail', 1);
  expect((await site.look(later)).text).toContain('It is as it should be: let edition 2026-06-04 go');
  await site.send(later, { do: 'approve' });
  expect((await store().editions.holds(['2026-06-04'])).size).toBe(0);
  await store().incidents.open('edition 2026-06-04 canary', 'mail to a.example waits', 1);
  expect((await site.look(later)).text).toContain('Part of it is held: mail to a.example waits');
  expect((await site.send(later, { do: 'resume' })).text).toContain('The edition goes on');
  expect(await store().incidents.current()).toEqual([]);
});
