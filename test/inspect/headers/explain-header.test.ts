import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { explainHeader, explainHeaders } from '../../../src/inspect/headers/explain-header.ts';
import { cards, editionOf, linksOf, recipient } from '../../render/mail.ts';

test('every field of our own mails is explained, with its standard', async () => {
  const edition = await editionOf([{ title: 'Über decoding' }], { replyTo: 'editor@example.org' });
  const { raw } = edition.render(recipient({ name: 'Ada' }), cards([0]), linksOf(1));
  const { headers } = await PostalMime.parse(raw);
  const explained = explainHeaders(headers.map(({ originalKey, value }) => ({ name: originalKey, value })));
  expect(explained.length).toBeGreaterThan(12);
  for (const { meaning, rfc } of explained) {
    expect(meaning).toMatch(/\.$/);
    expect(rfc).toMatch(/RFC/);
  }
  expect(explained.find(({ name }) => name === 'Subject')?.decoded).toBe('Über decoding');
});

test('a signature is taken apart, its fields told one by one', () => {
  const value =
    'v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; h=From:To: Subject; bh=ab c=; b=xy z==; o=new';
  const { pieces } = explainHeader({ name: 'DKIM-Signature', value });
  expect(pieces.map(({ name, value: text }) => [name, text])).toEqual([
    ['v', '1'],
    ['a', 'rsa-sha256'],
    ['c', 'relaxed/relaxed'],
    ['d', 'example.org'],
    ['h', 'From : To : Subject'],
    ['bh', 'abc='],
    ['b', 'xyz=='],
    ['o', 'new'],
  ]);
  expect(pieces.at(-1)?.meaning).toBe('');
  expect(pieces.slice(0, -1).every(({ meaning }) => meaning !== '')).toBe(true);
});

test('what servers add on the way is explained, too', () => {
  const received =
    'from mail.example.org (mail.example.org [192.0.2.1] by x) by mx.example.net (Postfix) with ESMTPS id 4F for <a@example.net>; Tue, 2 Jun 2026 07:00:00 +0000';
  expect(
    explainHeader({ name: 'Received', value: received }).pieces.map(({ name, value }) => [name, value]),
  ).toEqual([
    ['from', 'mail.example.org (mail.example.org [192.0.2.1] by x)'],
    ['by', 'mx.example.net (Postfix)'],
    ['with', 'ESMTPS'],
    ['id', '4F'],
    ['for', '<a@example.net>'],
    ['at', 'Tue, 2 Jun 2026 07:00:00 +0000'],
  ]);
  const results =
    'mx.example.net; spf=pass smtp.mailfrom=example.org; dkim=fail (bad body) header.d=example.org';
  const { pieces } = explainHeader({ name: 'Authentication-Results', value: results });
  expect(pieces.map(({ name, value }) => [name, value])).toEqual([
    ['server', 'mx.example.net'],
    ['spf', 'pass smtp.mailfrom=example.org'],
    ['dkim', 'fail (bad body) header.d=example.org'],
  ]);
  expect(explainHeader({ name: 'Return-Path', value: '<b@example.org>' }).rfc).toBe('RFC 5321 §4.4');
});

test('a field that nobody knows is not explained; a private one says so', () => {
  expect(explainHeader({ name: 'Quux', value: 'x' })).toMatchObject({ meaning: '', rfc: '', pieces: [] });
  expect(explainHeader({ name: 'constructor', value: 'x' }).meaning).toBe('');
  expect(explainHeader({ name: 'X-Quux', value: 'x' }).meaning).toMatch(/own/);
});

test('whatever stands there is explained or passed over', () => {
  const name = fc.constantFrom(
    'DKIM-Signature',
    'Received',
    'Authentication-Results',
    'Content-Type',
    'List-Unsubscribe',
    'Subject',
  );
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom(';', '=', '(', ')', '<', '>', 'by', '=?utf-8?b?', '?=', ' ', '"', 'h'))
      .map(all => all.join('')),
  );
  fc.assert(
    fc.property(name, value, (known, text) => {
      const explained = explainHeader({ name: known, value: text });
      expect(explained.value).toBe(text);
      expect(explained.meaning).not.toBe('');
    }),
  );
});
