import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { parseConfig } from '../../../operator/runtime/config.ts';
import { PROGRAM_VERSION } from '../../../operator/runtime/version.ts';

test('PROGRAM_VERSION is the one of package.json', () => {
  expect(PROGRAM_VERSION).toBe(
    (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version,
  );
});

test('parseConfig names every setting that is wrong', () => {
  const raw = {
    watchNamespaces: 'a, b',
    namespace: '',
    identity: 'i',
    logLevel: 'loud',
    port: '99999',
    host: 'h',
    workers: '4',
    leaderElection: true,
  };
  expect(() => parseConfig(raw)).toThrow(/namespace[\s\S]*logLevel[\s\S]*port/);
  expect(
    parseConfig({ ...raw, namespace: 'ns', logLevel: 'info', port: '0' }).watchNamespaces,
  ).toEqual(['a', 'b']);
});
