import { join } from 'node:path';
import { Api } from './api.ts';
import type { Part } from './cluster.ts';
import { companionParameters, isCompanion, isCompanionHealthy } from './companions.ts';
import type { Boot } from './embedded.ts';
import { type Layout, parameters, type Ports } from './parts.ts';
import { ServerProcess } from './server-process.ts';

const CORE = ['etcd', 'apiserver', 'controller-manager', 'scheduler', 'kwok'] as const;
const HEALTH_MS = 2_000;

/** A process for each part that is wanted, in the order in which they start. */
export function processes(boot: Boot, place: Layout): ReadonlyMap<Part, ServerProcess> {
  const { options, kwok } = boot;
  const core = CORE.filter((part) => options.parts?.includes(part) ?? true).filter(
    (part) => part !== 'kwok' || kwok !== undefined,
  );
  const wanted: readonly Part[] = [...core, ...(options.companions ?? [])];
  return new Map(wanted.map((part) => [part, new ServerProcess(server(part, boot, place))]));
}

function server(
  part: Part,
  { binary, kwok, companions }: Boot,
  place: Layout,
): ConstructorParameters<typeof ServerProcess>[0] {
  const common = { name: part, program: binary, logFile: join(place.dir, `${part}.log`) };
  // What is not ours is put by our binary under the guard that ends it with us.
  if (isCompanion(part)) {
    const guarded = ['exec', join(companions ?? '', part)];
    return { ...common, parameters: [...guarded, ...companionParameters(part, place)] };
  }
  const guarded = part === 'kwok' ? ['exec', join(kwok ?? '', 'kwok')] : [];
  return { ...common, parameters: [...guarded, ...parameters(part, place)] };
}

/** Tells whether a part answers as one that works. */
export async function isHealthy(part: Part, ports: Ports, api: Api): Promise<boolean> {
  if (isCompanion(part)) return await isCompanionHealthy(part, { ports, api });
  if (part === 'apiserver') return (await api.get('/readyz')).code === 200;
  if (part === 'etcd' || part === 'kwok') {
    const path = part === 'etcd' ? 'health' : 'healthz';
    const signal = AbortSignal.timeout(HEALTH_MS);
    return (await fetch(`http://127.0.0.1:${ports[part]}/${path}`, { signal })).ok;
  }
  return await Api.isHealthy(ports[part]);
}
