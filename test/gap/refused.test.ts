import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startOciRegistry } from '../support/oci-registry.ts';
import type { OciRegistry } from '../support/oci-registry.ts';
import type { Pictures } from '../support/pictures.ts';
import { pushDirect } from './direct.ts';
import { FaultRegistry } from './fault-registry.ts';
import type { Fault, Seen } from './fault-registry.ts';
import { whatIsWrong } from './pulled.ts';
import { RELEASE, Site } from './site.ts';

let site: Site;
let bundle: string;
let made: Pictures;
let registry: OciRegistry;
let proxy: FaultRegistry;
/** A mirror of its own for each test: what one left is nothing to the next. */
let prefix = '';
let count = 0;

/** Two images with a shared base, their layers of several chunks. */
const PICTURES = RELEASE.slice(1, 3).map((picture) => ({ ...picture, size: 300_000 }));

beforeAll(async () => {
  site = await Site.open();
  made = await site.stage('first', PICTURES);
  bundle = await site.bundle('first');
  registry = await startOciRegistry({ plain: true });
});

afterAll(async () => {
  await registry.stop();
  await site.close();
});

beforeEach(async () => {
  count += 1;
  prefix = `mirror-${count}`;
  proxy = await FaultRegistry.before(registry.host);
});

afterEach(() => proxy.stop());

const is =
  (method: string, part = '') =>
  (seen: Seen): boolean =>
    seen.method === method && seen.url.includes(part);
const status = (code: number, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: 'answer',
  status: code,
  headers,
});

describe('a push names', () => {
  const cases: readonly {
    readonly why: string;
    readonly fault: (seen: Seen) => Fault | undefined;
    readonly says: RegExp;
  }[] = [
    {
      why: 'a full disk',
      fault: (seen) => (is('PUT', '/blobs/')(seen) ? status(507) : undefined),
      says: /status 507; its disk is full/,
    },
    {
      why: 'a login that may not write',
      fault: (seen) => (is('POST')(seen) ? status(403) : undefined),
      says: /begin sha256:\w+ in mirror-\d+\/.*status 403; the login may not do this/,
    },
    {
      why: 'a registry that takes nothing',
      fault: (seen) => (['PUT', 'PATCH'].includes(seen.method) ? status(413) : undefined),
      says: /it takes not even \d+ bytes at once/,
    },
    {
      why: 'a registry that asks for patience for ever',
      fault: (seen) => (is('HEAD')(seen) ? status(429) : undefined),
      says: /status 429; it asks for patience and goes on asking/,
    },
    {
      why: 'another digest than was sent',
      fault: (seen) =>
        is('PUT', '/blobs/')(seen)
          ? {
              kind: 'headers',
              change: (headers) => ({
                ...headers,
                'docker-content-digest': `sha256:${'0'.repeat(64)}`,
              }),
            }
          : undefined,
      says: /it stored sha256:0{64} instead of sha256:/,
    },
    {
      why: 'a registry that stalls',
      fault: (seen) => (is('HEAD')(seen) ? { kind: 'stall' } : undefined),
      says: /nothing came or went for 0.2 s/,
    },
    {
      why: 'a token that is not taken',
      fault: () => status(401, { 'www-authenticate': 'Basic realm="r"' }),
      says: /status 401; the login is missing or not taken/,
    },
  ];
  test.each(cases)('$why, and no tag shows', async ({ fault, says }) => {
    proxy.fault = fault;
    await expect(pushDirect(bundle, proxy.host, { prefix, idleMs: 200 })).rejects.toThrow(says);
    expect(
      (await whatIsWrong(registry.host, prefix, made)).every((line) =>
        line.endsWith('is not there'),
      ),
    ).toBe(true);
  });
});
