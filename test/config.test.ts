import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Given } from '../src/config/setting.ts';
import { settings } from '../src/config/settings.ts';
import { loadConfig } from '../src/config.ts';
import { UserError } from '../src/errors.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'paperboy-config-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

/** The message of the error that loading everything from `env` ends in. */
function complaint(env: Given): string {
  try {
    loadConfig({ env, cwd });
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
  throw new Error('no complaint');
}

test('an empty environment gives a configuration that works on this machine', () => {
  expect(loadConfig({ env: {}, cwd })).toMatchObject({
    databaseUrl: { kind: 'sqlite', file: join(cwd, 'data/paperboy.db') },
    dataDir: join(cwd, 'data'),
    outboxDir: join(cwd, 'data/outbox'),
    mailFrom: { name: 'Paperboy', address: 'paperboy@example.org' },
    listId: 'daily.example.org',
    publicUrl: 'http://localhost:8080',
    timeZone: 'UTC',
    schedule: '0 6 * * *',
    port: 8080,
    smtpUrl: null,
    secretKey: null,
    sources: null,
  });
});

test('defaults follow the settings they belong to', () => {
  const env = { DATA_DIR: '/srv/p', MAIL_FROM: 'a@papers.example.net', PORT: '9000' };
  expect(loadConfig({ env, cwd })).toMatchObject({
    databaseUrl: { file: '/srv/p/paperboy.db' },
    outboxDir: '/srv/p/outbox',
    listId: 'daily.papers.example.net',
    publicUrl: 'http://localhost:9000',
  });
});

test('.env is read, and the environment wins over it, blank values included', () => {
  writeFileSync(
    join(cwd, '.env'),
    '\uFEFFTIMEZONE=Europe/Paris\r\nPORT=81\r\nHOST="::1" # here\r\nLIST_ID=a.b\r\n',
  );
  const config = loadConfig({ env: { PORT: '82', LIST_ID: '' }, cwd });
  expect(config).toMatchObject({
    timeZone: 'Europe/Paris',
    port: 82,
    host: '::1',
    listId: 'daily.example.org',
  });
});

test('an .env that cannot be read is a complaint that names the file', () => {
  mkdirSync(join(cwd, '.env'));
  expect(complaint({})).toContain(`${join(cwd, '.env')} cannot be read (EISDIR)`);
});

test('everything wrong is told at once: key, expectation, example, what was received', () => {
  const message = complaint({ PORT: 'eighty', TIMEZONE: 'Mars/Base', MAIL_FROM: 'a@b, c@d' });
  expect(message).toContain(
    'PORT: expected a port number from 0 to 65535, for example 8080; received "eighty"',
  );
  expect(message).toMatch(/TIMEZONE: .*IANA.*received "Mars\/Base"/);
  expect(message).toMatch(/MAIL_FROM: .*one mailbox.*received "a@b, c@d"/);
  expect(message).toContain(join(cwd, '.env'));
});

test('a command is not troubled by settings it does not use', () => {
  const env = { SMTP_URL: 'nonsense', MAIL_FROM: 'nobody', PUBLIC_URL: 'x', TIMEZONE: 'x', LOG_LEVEL: 'x' };
  const config = loadConfig({ env, cwd, needs: ['database'] });
  expect(Object.keys(config)).toEqual(['databaseUrl', 'dataDir']);
});

test('unknown variables are ignored', () => {
  expect(() => loadConfig({ env: { PAPERBOY_COLOUR: 'green', PATH: '' }, cwd })).not.toThrow();
});

test('a PostgreSQL address is understood, and shown nowhere with its password', () => {
  const env = { DATABASE_URL: 'postgres://me:hunter2@db/papers' };
  const { databaseUrl } = loadConfig({ env, cwd, needs: ['database'] });
  if (databaseUrl.kind !== 'postgres') throw new Error('it is read as another database');
  expect(databaseUrl.url.reveal()).toBe(env.DATABASE_URL);
  expect(`${JSON.stringify(databaseUrl)} ${inspect(databaseUrl)}`).not.toContain('hunter2');
  const message = complaint({ DATABASE_URL: 'postgres://me:hunter2@db/papers?sslmode=nonsense' });
  expect(message).toMatch(/DATABASE_URL: expected sqlite:path, or postgres:.*sslmode=/);
  expect(message).not.toContain('hunter2');
});

test('a key is demanded as soon as the pages are not on localhost', () => {
  const env = { PUBLIC_URL: 'https://papers.example.org' };
  expect(complaint(env)).toContain('SECRET_KEY: not set, but needed because PUBLIC_URL is not on localhost');
  expect(complaint({ ...env, SECRET_KEY: 'short' })).toMatch(
    /SECRET_KEY: expected 32 .*received 5 characters/,
  );
  const { secretKey } = loadConfig({ env: { ...env, SECRET_KEY: 'k'.repeat(32) }, cwd });
  expect(secretKey?.reveal()).toBe('k'.repeat(32));
});

test('one DKIM setting demands the other two', () => {
  const message = complaint({ DKIM_SELECTOR: 's' });
  expect(message).toContain('DKIM_DOMAIN: not set, but needed because DKIM_SELECTOR is set');
  expect(message).toContain('DKIM_PRIVATE_KEY_FILE: not set');
});

test('a secret shows in no printed form of the configuration', () => {
  const env = {
    SMTP_URL: 'smtps://me:hunter2@mail.example.org',
    SECRET_KEY: `hunter2${'x'.repeat(40)}`,
    SECRET_KEY_PREVIOUS: `hunter2${'y'.repeat(40)}`,
    ADMIN_TOKEN: 'hunter2',
    BOUNCE_IMAP_URL: 'imaps://me:hunter2@mail.example.org/INBOX',
  };
  const config = loadConfig({ env, cwd });
  const printed = [
    inspect(config, { depth: 9, showHidden: true }),
    JSON.stringify(config),
    `${config.smtpUrl}`,
  ];
  expect(`${printed}`).not.toContain('hunter2');
  expect(config.smtpUrl?.reveal()).toBe(env.SMTP_URL);
});

test('there are at most 30 keys, and every default and example but advice is right', () => {
  const all = Object.values(settings(cwd));
  expect(all.length).toBeLessThanOrEqual(30);
  for (const { key, example, schema } of all.filter(({ example }) => !example.startsWith('the output of'))) {
    expect(schema.safeParse(example), key).toMatchObject({ success: true });
  }
});

test('whatever a secret setting holds, no error repeats it', () => {
  const keys = Object.values(settings(cwd)).filter(setting => 'secret' in setting);
  fc.assert(
    fc.property(fc.constantFrom(...keys), fc.stringMatching(/^[ -~]{1,40}$/), ({ key, example }, noise) => {
      const value = `${noise}§${example}`;
      try {
        loadConfig({ env: { [key]: value }, cwd });
      } catch (error) {
        expect((error as Error).message).not.toContain(`${noise.trim()}§`);
        expect(error).toBeInstanceOf(UserError);
      }
    }),
    { numRuns: 100 },
  );
});
