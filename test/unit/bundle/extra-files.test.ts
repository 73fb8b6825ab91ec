import { afterEach, beforeEach, expect, test } from 'vitest';

import { readExtraFiles } from '../../../operator/bundle/extra-files.ts';
import { Workshop } from './workshop.ts';

let shop: Workshop;

beforeEach(async () => {
  shop = await Workshop.begin();
});

afterEach(async () => {
  await shop.end();
});

test.each([
  { what: 'a private key', text: '-----BEGIN EC PRIVATE KEY-----\nMHc=' },
  { what: 'a Secret of Kubernetes', text: 'apiVersion: v1\nkind: Secret\n' },
  { what: 'a signed token', text: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ0ZW5hbnQifQ.c2lnbmF0dXJlIQ' },
  { what: 'the login of a registry', text: '{"auths": {"r": {}}}' },
  { what: 'an address with a password', text: 'postgres://plane:plane@db/plane' },
])('a file with $what does not travel', async ({ what, text }) => {
  const file = await shop.put('extra.txt', Buffer.from(text));
  await expect(readExtraFiles([file])).rejects.toThrow(`it holds ${what}`);
});

test('files and folders are read under their names', async () => {
  await shop.put('a.txt', Buffer.from('a'));
  const files = await readExtraFiles([shop.path('a.txt'), `docs=${shop.folder}`]);
  expect(files.map(({ path }) => path)).toEqual(['files/a.txt', 'files/docs/a.txt']);
});

test('two files of one name are refused', async () => {
  const file = await shop.put('a.txt', Buffer.from('a'));
  await expect(readExtraFiles([file, file])).rejects.toThrow('write NAME=FILE');
});
