import type pino from 'pino';

import { runController } from '../kube/controller.ts';
import { EventRecorder } from '../kube/events.ts';
import { fenced } from '../kube/fenced.ts';
import { HttpCluster } from '../kube/http-cluster.ts';
import { Leader } from '../kube/leader.ts';
import { LOW_PRIORITY, Queue } from '../kube/queue.ts';
import type { WatchHooks } from '../kube/reflector.ts';
import { HttpTransport } from '../kube/transport.ts';
import type { Connection } from '../kube/connection.ts';
import { WatchCache } from '../observe/cache.ts';
import type { Triggers } from '../observe/cache.ts';
import { nodeWeb } from '../kube/web.ts';
import { Licenses } from '../observe/licenses.ts';
import { SecretReader } from '../observe/secrets.ts';
import type { Cluster } from '../ports/cluster.ts';
import type { Product } from '../products/product.ts';
import { visit } from '../reconcile/visit.ts';
import { Minds } from '../reconcile/world.ts';
import type { World } from '../reconcile/world.ts';
import { licensesOf } from './license-figures.ts';
import { certificateEnds } from './certificate-ends.ts';
import type { Config } from './config.ts';
import { serveHealth } from './health.ts';
import { Metrics } from './metrics.ts';
import { systemClock, systemRandom } from './system.ts';
import { tellTroubles } from './troubles.ts';
import { countingRefusals } from './refusals.ts';
import { PROGRAM_VERSION } from './version.ts';

/** Name of the lease. */
const LEASE = 'plane-operator';
/** Changes of children come in dozens during a rollout: one visit for those of this many milliseconds. */
const COALESCE = 75;

/** How long the first visits wait for the keys of licences, in milliseconds. */
const LICENSES_WITHIN = 5_000;

/** What the manager runs on. */
export interface ManagerOptions {
  readonly connection: Connection;
  readonly config: Config;
  readonly log: pino.Logger;
  readonly products: readonly Product[];
}

/** Runs the operator until the signal aborts: caches first, then candidacy, then visits while it leads. */
export async function manage(options: ManagerOptions, stop: AbortSignal): Promise<void> {
  const { config, log } = options;
  const metrics = new Metrics();
  const clock = systemClock;
  const transport = createTransport(options, metrics);
  const cluster = new HttpCluster({ transport, clock, hooks: watchHooks(log, metrics) });
  const queue = new Queue(clock, metrics.queue());
  const cache: WatchCache = new WatchCache(
    cluster,
    config.watchNamespaces,
    triggers(queue, () => cache),
  );
  const health = await serveHealth(
    {
      live: () => undefined,
      ready: () => unready(cache),
      metrics: () => page(metrics, { cache, queue }),
    },
    config,
  );
  log.info({ pid: process.pid, port: health.port, version: PROGRAM_VERSION }, 'listening');
  try {
    const telling = tellTroubles(cache, log);
    await Promise.race([cache.synced(), aborted(stop)]).finally(telling);
    if (!stop.aborted) await lead({ ...options, metrics, cluster, queue, cache }, stop);
  } finally {
    cache.close();
    await queue.shutdown();
    await health.close();
    transport.close();
  }
}

interface Leading extends ManagerOptions {
  readonly metrics: Metrics;
  readonly cluster: Cluster;
  readonly queue: Queue;
  readonly cache: WatchCache;
}

async function lead(leading: Leading, stop: AbortSignal): Promise<void> {
  const { config, log, metrics } = leading;
  log.info('caches are in step');
  // Whoever is working on a key ends first; the lease is renewed until then and given back afterwards.
  stop.addEventListener(
    'abort',
    () => {
      void leading.queue.shutdown();
    },
    { once: true },
  );
  if (!config.leaderElection) return term(leading, { signal: AbortSignal.any([]) });
  // Renewals have a connection of their own: they never wait behind eight busy ones.
  const transport = createTransport(leading, metrics, 1);
  const leader = new Leader({
    cluster: new HttpCluster({ transport, clock: systemClock }),
    clock: systemClock,
    namespace: config.namespace,
    name: LEASE,
    identity: config.identity,
    onChange: (leads) => {
      metrics.leading(leads);
      log.info({ leads }, 'leadership changed');
    },
    onError: (err) => {
      log.warn({ err }, 'lease not renewed');
    },
  });
  try {
    await leader.runAsLeader((signal) => term(leading, { signal, holds: leader.holds }), stop);
  } finally {
    transport.close();
  }
}

/** One term as leader: what an earlier leader did is unknown, so nothing is remembered. */
async function term(
  leading: Leading,
  leadership: { readonly signal: AbortSignal; readonly holds?: () => boolean },
): Promise<void> {
  const { cluster, cache, queue, log, products, config, metrics } = leading;
  const writing = fenced(cluster, leadership);
  const events = new EventRecorder({
    cluster: writing,
    clock: systemClock,
    instance: config.identity,
    onDropped: ({ reason, note }, why) => {
      log.debug({ reason, note, why: String(why) }, 'event dropped');
    },
  });
  const licenses = licensesIn(leading, writing);
  const world: World = {
    cluster: writing,
    cache,
    licenses,
    secrets: new SecretReader(cluster, cache),
    clock: systemClock,
    random: systemRandom,
    events: countingRefusals(events, (rule) => {
      metrics.refused(rule);
    }),
    web: nodeWeb(),
    log,
    products,
    minds: new Minds(),
  };
  await licensesRead(licenses, leadership.signal);
  for (const { namespace, name } of cache.installations())
    queue.add(`${namespace}/${name}`, { priority: LOW_PRIORITY });
  await runController(
    {
      queue,
      clock: systemClock,
      workers: config.workers,
      metrics: metrics.controller(),
      reconcile: (key, { signal }) => visit(key, world, signal),
      onError: (key, err) => {
        log.warn({ installation: key, err }, 'visit failed');
      },
    },
    leadership.signal,
  );
  licenses.close();
  await events.flush();
}

/** Keys and memory of licences; when keys change, every installation is looked at. */
const licensesIn = ({ cache, queue, config, log }: Leading, cluster: Cluster): Licenses =>
  new Licenses({
    cluster,
    cache,
    clock: systemClock,
    namespace: config.namespace,
    onNews: () => {
      for (const { namespace, name } of cache.installations())
        queue.add(`${namespace}/${name}`, { after: COALESCE });
    },
    onError: (err) => {
      log.warn({ err }, 'memory of licences not written');
    },
  });

/** Waits a little for the keys, so that no licence is called unjudged for a moment; without them all else goes on. */
async function licensesRead(licenses: Licenses, signal: AbortSignal): Promise<void> {
  const waiting = systemClock.sleep(LICENSES_WITHIN, signal);
  await Promise.race([licenses.synced, waiting]).catch(() => undefined);
}

function createTransport(
  { connection, log }: ManagerOptions,
  metrics: Metrics,
  maxSockets = 8,
): HttpTransport {
  return new HttpTransport({
    connection,
    clock: systemClock,
    version: PROGRAM_VERSION,
    maxSockets,
    onRequest: ({ method, resource, code, seconds }) => {
      metrics.requested(method, code, seconds);
      log.trace({ method, resource, code }, 'request');
    },
  });
}

/** What happens to watches is told and counted; nothing of it ends the process. */
const watchHooks = (log: pino.Logger, metrics: Metrics): WatchHooks => ({
  listed: (kind, why) => {
    metrics.listed(kind, why);
  },
  interrupted: (kind, err) => {
    if (err !== undefined) log.debug({ kind, err }, 'watch interrupted');
  },
  failed: (kind, where, err) => {
    metrics.failed(kind, where);
    log.error({ kind, where, err }, 'watch event not understood');
  },
});

/** Which keys news brings: the resource's own at once, its children's together, those of a reference's namespace. */
function triggers(queue: Queue, cache: () => WatchCache): Triggers {
  const priority = (initial: boolean): number => (initial ? LOW_PRIORITY : 0);
  return {
    installation: (key, { initial }) => {
      queue.add(key, { priority: priority(initial) });
    },
    child: (key, { initial }) => {
      queue.add(key, { priority: priority(initial), after: COALESCE });
    },
    reference: (namespace, initial) => {
      if (initial) return;
      for (const installation of cache().installations()) {
        if (namespace !== undefined && installation.namespace !== namespace) continue;
        queue.add(`${installation.namespace}/${installation.name}`, { after: COALESCE });
      }
    },
  };
}

function unready(cache: WatchCache): string | undefined {
  const late = cache.watchings().filter(({ watching }) => !watching.hasSynced());
  if (late.length === 0) return undefined;
  return late
    .map(({ kind, watching }) => `${kind}: ${watching.trouble() ?? 'not listed yet'}`)
    .join('; ');
}

function page(
  metrics: Metrics,
  { cache, queue }: { readonly cache: WatchCache; readonly queue: Queue },
): Promise<string> {
  metrics.unfinished(queue.unfinishedSeconds());
  for (const { kind, watching } of cache.watchings())
    metrics.silence(kind, watching.silence() / 1_000);
  metrics.certificates(certificateEnds(cache.installations()));
  metrics.licenses(licensesOf(cache.installations()));
  return metrics.registry.metrics();
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
