import { parcelsOf } from '../../operator/bundle/parcel.ts';
import { openBundle } from '../../operator/bundle/open.ts';
import { push } from '../../operator/bundle/push.ts';
import type { PushReport } from '../../operator/bundle/push.ts';
import { openVolumes } from '../../operator/bundle/volumes.ts';
import { Registry } from '../../operator/registry/client.ts';
import type { RegistryOptions, Tally } from '../../operator/registry/client.ts';

/** A registry without TLS on loopback, whose pauses take no time and are written down. */
export function plainRegistry(
  host: string,
  change: Partial<RegistryOptions> = {},
): { readonly registry: Registry; readonly pauses: number[] } {
  const pauses: number[] = [];
  const registry = new Registry({
    host,
    plainHttp: true,
    ca: undefined,
    connections: 4,
    idleMs: 1000,
    login: undefined,
    pause: {
      now: () => Date.parse('2026-01-01T00:00:00Z'),
      sleep: (ms) => {
        pauses.push(ms);
        return new Promise((resolve) => setImmediate(resolve));
      },
      random: () => 1,
    },
    ...change,
  });
  return { registry, pauses };
}

/** What a push in this process came to. */
export interface Direct extends PushReport {
  readonly pauses: readonly number[];
  readonly tally: Tally;
}

/** Pushes a bundle in this process. */
export async function pushDirect(
  file: string,
  host: string,
  change: Partial<RegistryOptions> & {
    readonly chunkBytes?: number;
    readonly prefix?: string;
  } = {},
): Promise<Direct> {
  const { registry, pauses } = plainRegistry(host, change);
  const bytes = await openVolumes(file);
  const bundle = await openBundle(bytes);
  const open = new Map<string, string>();
  try {
    await registry.ping();
    const report = await push({
      registry,
      parcels: parcelsOf(
        bundle.catalog.images.map(({ name, ...descriptor }) => ({ name, descriptor })),
        bundle.graph,
        change.prefix ?? 'mirror',
      ),
      sourceOf: () => bundle,
      sessions: {
        find: (repository, digest) => open.get(`${repository} ${digest}`),
        begin: (repository, digest, location) => open.set(`${repository} ${digest}`, location),
        end: (repository, digest) => open.delete(`${repository} ${digest}`),
      },
      jobs: change.connections ?? 4,
      chunkBytes: change.chunkBytes ?? 1_000_000,
    });
    return { ...report, pauses, tally: registry.tally };
  } finally {
    registry.close();
    await bundle.close();
  }
}
