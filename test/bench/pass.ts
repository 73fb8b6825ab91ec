import { pino } from 'pino';

import { readManifests } from '../../operator/cli/input.ts';
import { renderOffline } from '../../operator/cli/offline.ts';
import { loadConnection } from '../../operator/kube/config.ts';
import { HttpCluster } from '../../operator/kube/http-cluster.ts';
import { HttpTransport } from '../../operator/kube/transport.ts';
import { WatchCache } from '../../operator/observe/cache.ts';
import { nodeWeb } from '../../operator/kube/web.ts';
import { Licenses } from '../../operator/observe/licenses.ts';
import { SecretReader } from '../../operator/observe/secrets.ts';
import { PRODUCTS } from '../../operator/products/index.ts';
import { visit } from '../../operator/reconcile/visit.ts';
import { Minds } from '../../operator/reconcile/world.ts';
import type { World } from '../../operator/reconcile/world.ts';
import { systemClock, systemRandom } from '../../operator/runtime/system.ts';
import type { TestCluster } from '../cluster/cluster.ts';
import { median } from './table.ts';
import type { Row } from './table.ts';

const ROUNDS = 300;

/** Length of a pass over an installation that is Ready and unchanged; the baseline is rendering it and nothing else. */
export async function passBench(cluster: TestCluster, namespace: string): Promise<readonly Row[]> {
  const counted = { requests: 0 };
  const connection = await loadConnection({
    kubeconfig: await cluster.kubeconfig(),
    clock: systemClock,
    env: {},
  });
  const transport = new HttpTransport({
    connection,
    clock: systemClock,
    version: 'bench',
    onRequest: () => (counted.requests += 1),
  });
  const world = worldOf(new HttpCluster({ transport, clock: systemClock }), namespace);
  try {
    await world.cache.synced();
    const key = `${namespace}/plane`;
    // The first one looks at every object once.
    await visit(key, world);
    await visit(key, world);
    counted.requests = 0;
    const passes = await timed(() => visit(key, world));
    const { requests } = counted;
    const [manifest] = await readManifests('scripts/demo-files/plane.yaml');
    const renders = await timed(() =>
      Promise.resolve(renderOffline({ ...manifest!, namespace }, PRODUCTS)),
    );
    const baseline = { what: 'render alone', value: median(renders) };
    return [
      { what: 'unchanged pass, p50', value: median(passes), unit: 'ms', baseline },
      { what: 'unchanged pass, p99', value: at(passes, 0.99), unit: 'ms', baseline },
      { what: 'requests of an unchanged pass', value: requests / ROUNDS, unit: '' },
    ];
  } finally {
    world.cache.close();
    world.licenses.close();
    transport.close();
  }
}

function worldOf(cluster: HttpCluster, namespace: string): World & { readonly cache: WatchCache } {
  const cache = new WatchCache(cluster, [namespace], {
    installation: () => undefined,
    child: () => undefined,
    reference: () => undefined,
  });
  const licenses = new Licenses({
    cluster,
    cache,
    clock: systemClock,
    namespace,
    onNews: () => undefined,
    onError: () => undefined,
  });
  return {
    cluster,
    cache,
    licenses,
    secrets: new SecretReader(cluster, cache),
    clock: systemClock,
    random: systemRandom,
    web: nodeWeb(),
    events: { record: () => undefined },
    log: pino({ level: 'silent' }),
    products: PRODUCTS,
    minds: new Minds(),
  };
}

async function timed(work: () => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return times;
}

const at = (figures: readonly number[], share: number): number =>
  [...figures].sort((a, b) => a - b)[Math.floor(share * figures.length)] ?? Number.NaN;
