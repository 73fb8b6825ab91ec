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

/** A fault for the first requests that fit. */
const first = (
  times: number,
  fits: (seen: Seen) => boolean,
  fault: Fault,
): ((seen: Seen) => Fault | undefined) => {
  let left = times;
  return (seen) => {
    if (left === 0 || !fits(seen)) return undefined;
    left -= 1;
    return fault;
  };
};
const is =
  (method: string, part = '') =>
  (seen: Seen): boolean =>
    seen.method === method && seen.url.includes(part);
const status = (code: number, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: 'answer',
  status: code,
  headers,
});

describe('a push survives', () => {
  const cases: readonly {
    readonly why: string;
    readonly fault: () => (seen: Seen) => Fault | undefined;
    readonly chunkBytes?: number;
  }[] = [
    {
      why: 'a cut in the middle of a blob',
      fault: () => first(3, is('PUT', '/blobs/'), { kind: 'cut', afterBytes: 100_000 }),
    },
    {
      why: 'a cut in the middle of a chunk',
      fault: () => first(3, is('PATCH'), { kind: 'cut', afterBytes: 50_000 }),
      chunkBytes: 100_000,
    },
    {
      why: 'a cut at the first byte',
      fault: () => first(4, is('POST'), { kind: 'cut', afterBytes: -1 }),
    },
    {
      why: 'a chunk that never is answered',
      fault: () => first(1, is('PATCH'), { kind: 'stall' }),
      chunkBytes: 100_000,
    },
    {
      why: 'a chunk whose answer is lost',
      fault: () => first(3, is('PATCH'), { kind: 'lost-answer' }),
      chunkBytes: 100_000,
    },
    {
      why: 'a finished blob whose answer is lost',
      fault: () => first(3, is('PUT', '/blobs/'), { kind: 'lost-answer' }),
    },
    {
      why: 'a manifest whose answer is lost',
      fault: () => first(2, is('PUT', '/manifests/'), { kind: 'lost-answer' }),
    },
    { why: '500', fault: () => first(3, is('PUT', '/blobs/'), status(500)) },
    { why: '502 for a manifest', fault: () => first(3, is('PUT', '/manifests/'), status(502)) },
    {
      why: '503 for a chunk',
      fault: () => first(3, is('PATCH'), status(503)),
      chunkBytes: 100_000,
    },
    { why: '504 for a question', fault: () => first(3, is('HEAD'), status(504)) },
    {
      why: 'an upload that is unknown',
      fault: () => first(2, is('PATCH'), status(404)),
      chunkBytes: 100_000,
    },
    {
      why: 'an upload that is unknown at its end',
      fault: () => first(2, is('PUT', '/blobs/'), status(404)),
    },
    {
      why: 'a range that does not fit',
      fault: () => first(2, is('PATCH'), status(416)),
      chunkBytes: 100_000,
    },
    {
      why: '413 for more than 270 kB',
      fault: () => (seen) => (seen.length > 270_000 ? status(413) : undefined),
    },
    {
      why: 'mounts that are not made',
      fault: () => (seen) =>
        seen.url.includes('mount=') ? { kind: 'to', url: seen.url.replace(/\?.*/, '') } : undefined,
    },
    {
      why: 'relative locations',
      fault: () => () => ({
        kind: 'headers',
        change: (headers) => ({
          ...headers,
          ...(headers.location === undefined
            ? {}
            : { location: headers.location.replace(/^http:\/\/[^/]+/, '') }),
        }),
      }),
    },
    {
      why: 'no digest in any answer',
      fault: () => () => ({
        kind: 'headers',
        change: ({ 'docker-content-digest': _, ...headers }) => headers,
      }),
    },
  ];
  test.each(cases)('$why', async ({ fault, chunkBytes }) => {
    proxy.fault = fault();
    const report = await pushDirect(
      bundle,
      proxy.host,
      chunkBytes === undefined ? { prefix } : { prefix, chunkBytes },
    );
    expect(Object.values(report.images).every((state) => state === 'pushed')).toBe(true);
    expect(await whatIsWrong(registry.host, prefix, made)).toEqual([]);
  });

  test('429, and waits as long as it is asked to', async () => {
    proxy.fault = first(2, is('PUT', '/blobs/'), status(429, { 'retry-after': '7' }));
    const report = await pushDirect(bundle, proxy.host, { prefix });
    expect(report.pauses).toEqual([7000, 7000]);
    expect(await whatIsWrong(registry.host, prefix, made)).toEqual([]);
  });

  test('a date to come back at', async () => {
    proxy.fault = first(
      1,
      is('HEAD'),
      status(503, { 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }),
    );
    expect((await pushDirect(bundle, proxy.host, { prefix })).pauses).toEqual([30_000]);
  });

  test('an upload address on another host, which sees no login', async () => {
    const other = await FaultRegistry.before(registry.host);
    try {
      proxy.fault = () => ({
        kind: 'headers',
        change: (headers) => ({
          ...headers,
          ...(headers.location === undefined
            ? {}
            : { location: headers.location.replace(proxy.host, other.host) }),
        }),
      });
      const login = { user: 'robot', password: 'robot' };
      proxy.fault = ((next) => (seen: Seen) =>
        seen.authorization === undefined && seen.url === '/v2/'
          ? status(401, { 'www-authenticate': 'Basic realm="r"' })
          : next(seen))(proxy.fault);
      await pushDirect(bundle, proxy.host, { prefix, login });
      expect(other.blobBytes).toBeGreaterThan(800_000);
      expect(
        proxy.seen
          .filter(({ url }) => url !== '/v2/')
          .every(({ authorization }) => authorization !== undefined),
      ).toBe(true);
      expect(other.seen.every(({ authorization }) => authorization === undefined)).toBe(true);
      expect(await whatIsWrong(registry.host, prefix, made)).toEqual([]);
    } finally {
      await other.stop();
    }
  });

  test('a broken connection without sending again what has arrived', async () => {
    proxy.fault = first(5, is('PATCH'), { kind: 'cut', afterBytes: 60_000 });
    const { missingBytes } = await pushDirect(bundle, proxy.host, {
      prefix,
      chunkBytes: 100_000,
      connections: 1,
    });
    // Five cuts, and each costs less than one chunk.
    expect(proxy.blobBytes).toBeGreaterThanOrEqual(missingBytes);
    expect(proxy.blobBytes).toBeLessThan(missingBytes + 5 * 100_000);
  });
});
