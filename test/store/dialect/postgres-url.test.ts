import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameOfServer, readPostgresUrl } from '../../../src/store/dialect/postgres-url.ts';

test('an address says where, who, and how', () => {
  expect(
    readPostgresUrl('postgres://me:p%40ss%2Fw%23@db.example.org:6543/papers?sslmode=verify-full'),
  ).toEqual({
    host: 'db.example.org',
    port: 6543,
    user: 'me',
    password: 'p@ss/w#',
    database: 'papers',
    tls: 'verified',
    rootCertificate: null,
  });
});

test('what is left out has its default; parameters of other programs are passed over', () => {
  const read = readPostgresUrl('postgresql://me@db/papers?pgbouncer=true');
  expect(read).toMatchObject({ port: 5432, password: '', tls: 'off' });
});

test('a socket is a folder, in either spelling', () => {
  for (const text of [
    'postgres://me@localhost/papers?host=/run/postgresql',
    'postgres://me@%2Frun%2Fpostgresql/papers',
  ]) {
    expect(readPostgresUrl(text)).toMatchObject({ host: '/run/postgresql', user: 'me', database: 'papers' });
  }
});

test('an IPv6 address is named without its brackets', () => {
  expect(readPostgresUrl('postgres://me@[::1]:5/papers')).toMatchObject({ host: '::1', port: 5 });
});

test.each([
  'postgres://db/papers',
  'postgres://me@db',
  'postgres://me@db/',
  'postgres://me@db/a/b',
  'postgres://me@db/papers?sslmode=prefer',
  'postgres://me:100%@db/papers',
  'mysql://me@db/papers',
  'postgres:papers',
])('%s is none', text => {
  expect(readPostgresUrl(text)).toBeUndefined();
});

test('whatever the password is, it is read, and the name that people see is without it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 8 }), secret => {
      const password = `sesame${secret.replaceAll('\0', '')}`;
      const server = readPostgresUrl(`postgres://me:${encodeURIComponent(password)}@db/papers`);
      expect(server?.password).toBe(password);
      expect(server && nameOfServer(server)).toBe('postgres://me@db:5432/papers');
    }),
  );
});

test('never throws', () => {
  fc.assert(fc.property(fc.string(), text => void readPostgresUrl(`postgres://${text}`)));
});
