import { expect, test } from 'vitest';

import { mirrorName, parseReference } from '../../../operator/oci/reference.ts';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

test.each([
  { text: 'library/postgres:15.7', says: [undefined, 'library/postgres', '15.7', undefined] },
  { text: 'registry:5000/a/b', says: ['registry:5000', 'a/b', undefined, undefined] },
  { text: 'localhost/a:1', says: ['localhost', 'a', '1', undefined] },
  { text: `[::1]:5000/a@${DIGEST}`, says: ['[::1]:5000', 'a', undefined, DIGEST] },
  {
    text: `r.example.com/a__b/c---d:T_1@${DIGEST}`,
    says: ['r.example.com', 'a__b/c---d', 'T_1', DIGEST],
  },
])('parseReference reads $text', ({ text, says }) => {
  const [registry, repository, tag, digest] = says;
  expect(parseReference(text)).toEqual({ ok: true, value: { registry, repository, tag, digest } });
});

test.each([
  'Library/postgres:1',
  'a//b:1',
  'a/../b:1',
  '/a:1',
  'a:.1',
  'a:',
  `a:${'1'.repeat(129)}`,
  'a@sha256:00',
  `a@${DIGEST.toUpperCase()}`,
  `a@${DIGEST}@${DIGEST}`,
  'a b:1',
  'a.:1',
  '-r.example.com/a:1',
  `r.example.com/${'a'.repeat(256)}`,
])('parseReference refuses %s', (text) => {
  expect(parseReference(text).ok).toBe(false);
});

test.each([
  { text: 'postgres:15.7', name: 'library/postgres:15.7' },
  { text: 'docker.example.com/library/postgres:15.7', name: 'library/postgres:15.7' },
  { text: 'registry:5000/postgres:15.7', name: 'postgres:15.7' },
  { text: 'makeplane/web-commercial:v3.1.2', name: 'makeplane/web-commercial:v3.1.2' },
  { text: 'makeplane/web-commercial', name: undefined },
  { text: 'latest', name: undefined },
])('mirrorName of $text is $name', ({ text, name }) => {
  expect(mirrorName(text)).toBe(name);
});
