import { expect, test } from 'vitest';
import type { z } from 'zod';
import * as shapes from '../../src/config/shapes.ts';

const valid: [name: string, text: string, schema: z.ZodType, value: unknown][] = [
  ['database', 'sqlite:data/p.db', shapes.databaseUrl('/w'), { kind: 'sqlite', file: '/w/data/p.db' }],
  ['database', 'sqlite:/d/p.db', shapes.databaseUrl('/w'), { kind: 'sqlite', file: '/d/p.db' }],
  ['database', 'sqlite:///d/p.db', shapes.databaseUrl('/w'), { kind: 'sqlite', file: '/d/p.db' }],
  ['public address', 'https://Papers.Example.org/', shapes.publicUrl, 'https://papers.example.org'],
  ['public address', 'https://example.org/papers/', shapes.publicUrl, 'https://example.org/papers'],
  ['public address', 'http://127.0.0.1:81', shapes.publicUrl, 'http://127.0.0.1:81'],
  ['public address', 'http://[::1]:81', shapes.publicUrl, 'http://[::1]:81'],
  ['time zone', 'America/Argentina/Ushuaia', shapes.timeZone, 'America/Argentina/Ushuaia'],
  ['list', 'daily.example.org', shapes.listId, 'daily.example.org'],
  ['cron', '*/15 6-9 * jan mon,thu', shapes.cron, '*/15 6-9 * jan mon,thu'],
  ['address', '1 Road\n12345 Town', shapes.postalAddress, '1 Road, 12345 Town'],
  [
    'sources',
    'in, /x,https://a.b/{date}.txt',
    shapes.sources('/w'),
    ['/w/in', '/x', 'https://a.b/{date}.txt'],
  ],
  ['proxies', '10.0.0.0/8, ::1', shapes.proxies, ['10.0.0.0/8', '::1']],
  ['port', '65535', shapes.port, 65_535],
];

test.each(valid)('%s: %j is understood', (_name, text, schema, value) => {
  expect(schema.parse(text)).toEqual(value);
});

const invalid: [name: string, text: string, schema: z.ZodType][] = [
  ['database', 'data/p.db', shapes.databaseUrl('/w')],
  ['database', 'sqlite:', shapes.databaseUrl('/w')],
  ['database', 'sqlite://data/p.db', shapes.databaseUrl('/w')],
  ['database', 'postgresql://a/b', shapes.databaseUrl('/w')],
  ['database', 'postgres://me:p#w@db/papers', shapes.databaseUrl('/w')],
  ['public address', 'http://papers.example.org', shapes.publicUrl],
  ['public address', 'http://localhost.example.org', shapes.publicUrl],
  ['public address', 'https://example.org/?a=b', shapes.publicUrl],
  ['public address', 'https://example.org/#top', shapes.publicUrl],
  ['public address', 'https://me:pw@example.org', shapes.publicUrl],
  ['public address', 'ftp://localhost', shapes.publicUrl],
  ['public address', 'example.org', shapes.publicUrl],
  ['mail server', 'http://mail.example.org', shapes.serverUrl(['smtp', 'smtps'])],
  ['mail server', 'smtp:', shapes.serverUrl(['smtp', 'smtps'])],
  ['time zone', '+02:00', shapes.timeZone],
  ['time zone', 'Berlin', shapes.timeZone],
  ['list', '<daily.example.org>', shapes.listId],
  ['list', 'daily', shapes.listId],
  ['list', `${'a'.repeat(250)}.org.org`, shapes.listId],
  ['cron', '@daily', shapes.cron],
  ['cron', '0 6 * *', shapes.cron],
  ['address', '1 Road\u0007', shapes.postalAddress],
  ['sources', 'ftp://a.b/c', shapes.sources('/w')],
  ['proxies', '10.0.0.0/33', shapes.proxies],
  ['proxies', 'proxy.example.org', shapes.proxies],
  ['port', '65536', shapes.port],
  ['port', '80.5', shapes.port],
  ['port', '-1', shapes.port],
  ['host', 'http://localhost', shapes.host],
  ['token', 'two words', shapes.token],
];

test.each(invalid)('%s: %j is refused', (_name, text, schema) => {
  expect(schema.safeParse(text).success).toBe(false);
});
