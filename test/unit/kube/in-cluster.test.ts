import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { inCluster } from '../../../operator/kube/in-cluster.ts';
import { FakeClock } from './fake-clock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'service-account-'));
  write('token', 'first\n');
  write('ca.crt', 'CA 1');
  write('namespace', 'plane');
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, text: string): void => {
  writeFileSync(join(folder, name), text);
};
const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '6443' };

test('inCluster knows the server and the namespace', () => {
  const connection = inCluster({ env, clock: new FakeClock(), folder });
  expect(connection.server.href).toBe('https://[fd00::1]:6443/');
  expect(connection.namespace).toBe('plane');
});

test('inCluster reads the token anew after a minute, and at once after refresh', async () => {
  const clock = new FakeClock();
  const connection = inCluster({ env, clock, folder });
  await expect(connection.headers()).resolves.toEqual({ Authorization: 'Bearer first' });
  write('token', 'second');
  await clock.pass(60_000);
  await expect(connection.headers()).resolves.toEqual({ Authorization: 'Bearer first' });
  await clock.pass(1);
  await expect(connection.headers()).resolves.toEqual({ Authorization: 'Bearer second' });
  write('token', 'third');
  connection.refresh();
  await expect(connection.headers()).resolves.toEqual({ Authorization: 'Bearer third' });
});

test('inCluster gives a new CA after refresh, and the same object while it is the same CA', () => {
  const connection = inCluster({ env, clock: new FakeClock(), folder });
  const first = connection.tls();
  connection.refresh();
  expect(connection.tls()).toBe(first);
  write('ca.crt', 'CA 2');
  expect(connection.tls()).toBe(first);
  connection.refresh();
  expect(connection.tls()).toEqual({ ca: 'CA 2' });
});

test('inCluster refuses outside a pod', () => {
  expect(() => inCluster({ env: {}, clock: new FakeClock() })).toThrow(
    expect.objectContaining({ code: 'ERR_CONFIG' }),
  );
});
