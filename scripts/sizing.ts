import { readFile } from 'node:fs/promises';

import { loadAll } from 'js-yaml';

import { unitsOf } from '../operator/api/quantity.ts';

/** Golden cases that a site may compare itself with, and what each is. */
const PROFILES = {
  minimal: 'everything optional off, stores embedded',
  default: 'what a spec that says nothing gets, stores embedded',
  'everything-on': 'every part, stores embedded',
  autoscaled: 'API, workers and web scaled, stores of the site',
  'high-availability': 'two pods of what serves, stores of the site',
} as const;

interface Workload {
  readonly kind: string;
  readonly spec: {
    readonly replicas?: number;
    readonly template?: {
      readonly spec: { readonly containers: readonly { readonly resources: Resources }[] };
    };
    readonly volumeClaimTemplates?: readonly {
      readonly spec: { readonly resources: { readonly requests: { readonly storage: string } } };
    }[];
  };
}

interface Resources {
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
}

const GIB = 1_073_741_824;
const gib = (bytes: bigint): number => Math.round((Number(bytes) / GIB) * 10) / 10;
const milli = (cpu = '0'): number =>
  cpu.endsWith('m') ? Number.parseInt(cpu, 10) : Number(cpu) * 1_000;

interface Sum {
  readonly pods: number;
  readonly cpu: number;
  readonly asked: bigint;
  readonly limit: bigint;
  readonly volumes: bigint;
}

/** What one workload adds. */
function sizeOf({ spec }: Workload): Sum {
  const pods = spec.replicas ?? 1;
  const containers = spec.template?.spec.containers ?? [];
  const memory = (of: 'requests' | 'limits'): bigint =>
    containers.reduce((sum, { resources }) => sum + unitsOf(resources[of]?.['memory'] ?? '0'), 0n);
  const cpu = containers.map(({ resources }) => milli(resources.requests?.['cpu']));
  const claims = spec.volumeClaimTemplates ?? [];
  return {
    pods,
    cpu: pods * cpu.reduce((sum, one) => sum + one, 0),
    asked: BigInt(pods) * memory('requests'),
    limit: BigInt(pods) * memory('limits'),
    volumes: claims.reduce(
      (sum, claim) => sum + unitsOf(claim.spec.resources.requests.storage),
      0n,
    ),
  };
}

const NOTHING: Sum = { pods: 0, cpu: 0, asked: 0n, limit: 0n, volumes: 0n };

const plus = (a: Sum, b: Sum): Sum => ({
  pods: a.pods + b.pods,
  cpu: a.cpu + b.cpu,
  asked: a.asked + b.asked,
  limit: a.limit + b.limit,
  volumes: a.volumes + b.volumes,
});

/** Pods that stay, what they ask for and may take, and their volumes, from the rendered objects of a golden case. */
async function row(profile: string, what: string): Promise<string> {
  const objects = loadAll(
    await readFile(`test/golden/out/${profile}.yaml`, 'utf8'),
  ) as readonly Workload[];
  const { pods, cpu, asked, limit, volumes } = objects
    .filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
    .map(sizeOf)
    .reduce(plus, NOTHING);
  const cells = [
    ...[`\`${profile}\``, what, pods, (cpu / 1_000).toFixed(1)],
    ...[asked, limit, volumes].map((bytes) => `${gib(bytes)} GiB`),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The README's table of sizes, in Markdown. */
export async function sizing(): Promise<string> {
  const rows = await Promise.all(Object.entries(PROFILES).map(([name, what]) => row(name, what)));
  const head = ['golden case', 'what it is', 'pods', 'CPU asked', 'memory asked', 'memory at most'];
  return [
    `| ${[...head, 'volumes'].join(' | ')} |`,
    '| --- | --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
  ].join('\n');
}
