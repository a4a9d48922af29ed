import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { secret } from '../../src/config/secret.ts';
import { secretKey, secretKeys } from '../../src/config/secret-key.ts';
import { UserError } from '../../src/errors.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'paperboy-key-'));
});
afterEach(() => rmSync(root, { recursive: true }));

test('a key that is set is used, and nothing is written', () => {
  expect(secretKey({ secretKey: secret('given'), dataDir: root }).reveal()).toBe('given');
  expect(readdirSync(root)).toEqual([]);
});

test('the key before is good beside the one that is set, and beside the one that is kept', () => {
  const secretKeyPrevious = secret('before');
  const given = { secretKey: secret('given'), secretKeyPrevious, dataDir: root };
  expect(secretKeys(given)).toEqual({ current: 'given', previous: ['before'] });
  expect(secretKeys({ ...given, secretKeyPrevious: null }).previous).toEqual([]);
  expect(secretKeys({ ...given, secretKey: null })).toEqual({
    current: secretKey({ secretKey: null, dataDir: root }).reveal(),
    previous: ['before'],
  });
});

test('a key is made once, for its owner only, and kept', () => {
  const config = { secretKey: null, dataDir: join(root, 'new/data') };
  const first = secretKey(config).reveal();
  expect(first).toMatch(/^[\w-]{44}$/);
  expect(secretKey(config).reveal()).toBe(first);
  expect(readdirSync(config.dataDir)).toEqual(['secret-key']);
  expect(statSync(join(config.dataDir, 'secret-key')).mode & 0o777).toBe(0o600);
});

test('two folders get two keys', () => {
  const keys = ['a', 'b'].map(name => secretKey({ secretKey: null, dataDir: join(root, name) }).reveal());
  expect(keys[0]).not.toBe(keys[1]);
});

test('a damaged key file is reported, never replaced', () => {
  writeFileSync(join(root, 'secret-key'), 'cut');
  expect(() => secretKey({ secretKey: null, dataDir: root })).toThrow(/secret-key: expected a key of 32/);
});

test('a folder that cannot be used is reported with its path', () => {
  writeFileSync(join(root, 'file'), '');
  const dataDir = join(root, 'file');
  expect(() => secretKey({ secretKey: null, dataDir })).toThrow(UserError);
  expect(() => secretKey({ secretKey: null, dataDir })).toThrow(/Set SECRET_KEY/);
});
