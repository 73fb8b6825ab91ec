import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import {
  OPENSEARCH_HOME,
  OPENSEARCH_SETTINGS,
  START_OPENSEARCH,
} from '../../../../operator/products/plane/start-opensearch.ts';

const found = (program: string): string =>
  spawnSync('/bin/sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).stdout.trim();

// The script runs in OpenSearch's image, which has a Java machine; the machine of this test may have none.
const withJava = test.skipIf(found('keytool') === '');

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'opensearch-'));
  for (const folder of ['config/opensearch-security', 'plugins/opensearch-security/tools', 'bin'])
    mkdirSync(join(home, folder), { recursive: true });
  program(
    'plugins/opensearch-security/tools/hash.sh',
    'echo warning; echo "\\$2y\\$12\\$$OPENSEARCH_PASSWORD"',
  );
  program('opensearch-docker-entrypoint.sh', 'env');
  program('bin/keytool', `exec ${found('keytool')} "$@"`);
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

function program(path: string, text: string): void {
  writeFileSync(join(home, path), `#!/bin/bash\nset -eu\n${text}\n`);
  chmodSync(join(home, path), 0o755);
}

const start = (env: Readonly<Record<string, string>> = {}) =>
  spawnSync('/bin/bash', ['-c', START_OPENSEARCH.replaceAll(OPENSEARCH_HOME, home)], {
    encoding: 'utf8',
    timeout: 60_000,
    env: {
      PATH: process.env['PATH'],
      JAVA_HOME: home,
      OPENSEARCH_USERNAME: 'plane',
      OPENSEARCH_PASSWORD: 'example',
      OPENSEARCH_JAVA_OPTS: '-Xmx1g',
      ...OPENSEARCH_SETTINGS,
      ...env,
    },
  });

const inStore = (file: string): string =>
  spawnSync(
    join(home, 'bin/keytool'),
    ['-list', '-storepass', 'changeit', '-keystore', join(home, 'config', file)],
    { encoding: 'utf8' },
  ).stdout;

withJava(
  'makes one user, a key pair of its own, and hands over with every setting',
  { timeout: 60_000 },
  () => {
    const { status, stdout, stderr } = start();
    expect([status, stderr.includes('rror')]).toEqual([0, false]);
    for (const [name, value] of Object.entries(OPENSEARCH_SETTINGS))
      expect(stdout).toContain(`${name}=${value}\n`);
    expect(readFileSync(join(home, 'config/opensearch-security/internal_users.yml'), 'utf8')).toBe(
      `_meta:
  type: internalusers
  config_version: 2
plane:
  hash: "$2y$12$example"
  backend_roles: [admin]
`,
    );
    expect(inStore('node.p12')).toContain('PrivateKeyEntry');
    expect(inStore('nodes.p12')).toContain('trustedCertEntry');
    expect(stdout).not.toContain('trustStore');
  },
);

/** Stands in for Java's own, which takes a second each time: notes what it is told and given. */
const NOTING = `echo "$*" >> \${0%/*}/told
case "$*" in *-importcert*) cat >> \${0%/*}/given; echo . >> \${0%/*}/given ;; esac`;

test('makes Java trust every certificate of the bundle', () => {
  program('bin/keytool', NOTING);
  const certificate = (name: string): string =>
    `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----`;
  const bundle = join(home, 'ca.crt');
  // No line end after the last one, and text between them: both are seen in the wild.
  writeFileSync(bundle, `${certificate('old')}\n# the new one\n${certificate('new')}`);
  const { status, stdout } = start({ SSL_CERT_FILE: bundle });
  expect(status).toBe(0);
  expect(stdout).toContain(
    `OPENSEARCH_JAVA_OPTS=-Xmx1g -Djavax.net.ssl.trustStore=${home}/config/authorities.p12 `,
  );
  expect(readFileSync(join(home, 'bin/given'), 'utf8')).toBe(
    `.\n${certificate('old')}\n.\n${certificate('new')}\n.\n`,
  );
  expect(readFileSync(join(home, 'bin/told'), 'utf8').match(/-alias \S+/g)).toEqual(
    ['node', 'node', 'node', 'authority-1', 'authority-2'].map((name) => `-alias ${name}`),
  );
});

test('starts again in the same container', () => {
  program(
    'bin/keytool',
    `${NOTING}\ncase "$*" in *-genkeypair*) [ ! -e \${2%/*}/node.p12 ] ;; esac`,
  );
  writeFileSync(join(home, 'config/node.p12'), 'of the last start');
  expect(start().status).toBe(0);
});

test.each([
  { why: 'the hash cannot be made', broken: 'exit 1', status: 1, says: '' },
  { why: 'the hash is none', broken: 'echo usage', status: 1, says: 'not one of bcrypt' },
])('does not start when $why', ({ broken, status, says }) => {
  program('plugins/opensearch-security/tools/hash.sh', broken);
  const ended = start();
  expect(ended.status).toBe(status);
  expect(ended.stderr).toContain(says);
  expect(ended.stdout).not.toContain('discovery.type');
});

test('does not start when the key pair cannot be made', () => {
  program('bin/keytool', 'exit 3');
  expect(start()).toMatchObject({ status: 3, stdout: '' });
});
