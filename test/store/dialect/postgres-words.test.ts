import { expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { readPostgresUrl } from '../../../src/store/dialect/postgres-url.ts';
import { endsConnection, inPostgresWords } from '../../../src/store/dialect/postgres-words.ts';

const server = readPostgresUrl('postgres://me:hunter2@db.example.org/papers');
const said = (code: string, message = 'as the server puts it') => Object.assign(new Error(message), { code });

function words(error: unknown): UserError {
  if (!server) throw new Error('the address is none');
  const found = inPostgresWords(server, error);
  if (!(found instanceof UserError)) throw new Error('not in words');
  return found;
}

test.each([
  ['55P03', 1, /another process has been writing for 15 seconds/],
  ['53100', 1, /disk is full/],
  ['53300', 1, /no connection left/],
  ['57P03', 1, /starting up or shutting down/],
  ['57P01', 1, /connection was lost/],
  ['25P03', 1, /connection was lost/],
  ['25006', 2, /read-only/],
  ['42501', 2, /make it the owner/i],
  ['XX001', 2, /damaged.*restore a backup/],
  ['SELF_SIGNED_CERT_IN_CHAIN', 2, /certificate is not believed/],
])('%s is told in words, and ends with %i', (code, exitCode, pattern) => {
  const error = words(said(code));
  expect(error.exitCode).toBe(exitCode);
  expect(error.message).toMatch(pattern);
  expect(error.message).toMatch(
    /^postgres:\/\/me@db\.example\.org:5432\/papers: .*\(as the server puts it\)\.$/,
  );
});

test('a server that wants TLS says how to ask for it', () => {
  const error = words(said('28000', 'no pg_hba.conf entry for host "192.0.2.1", user "me", no encryption'));
  expect(error.message).toContain('?sslmode=require');
});

test('only a connection that is of no use any more is thrown away', () => {
  expect(['57P01', 'ECONNRESET', '08006'].map(code => endsConnection(said(code)))).toEqual([
    true,
    true,
    true,
  ]);
  expect(['23505', '40P01', '55P03'].map(code => endsConnection(said(code)))).toEqual([false, false, false]);
  expect(endsConnection(new Error('Connection terminated unexpectedly'))).toBe(true);
});

test('a fault of the program stays what it is, and so does a transaction that gave way', () => {
  if (!server) throw new Error('the address is none');
  for (const error of [said('42601', 'syntax error'), said('40P01'), new TypeError('x')]) {
    expect(inPostgresWords(server, error)).toBe(error);
  }
});
