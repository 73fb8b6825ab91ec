import { KINDS, ref } from '../api/kinds.ts';
import type { KubeObject } from '../api/object.ts';
import type { Cache } from '../observe/cache.ts';
import type { ClaimFact } from '../observe/claim.ts';
import { kubernetesVersion } from '../observe/kubernetes.ts';
import type { SecretReader } from '../observe/secrets.ts';
import type { Clock } from '../ports/clock.ts';
import { isApiError } from '../ports/api-error.ts';
import type { Cluster } from '../ports/cluster.ts';
import type { GeneratedSecret, Reference, Volume } from '../products/product.ts';
import { inspect } from './certificates.ts';
import type { CertificateFacts, CertificateSource } from './certificates.ts';
import type { Endpoint } from './endpoints.ts';
import type { Facts } from './facts.ts';
import { gatherKept } from './kept.ts';
import type { LicenseFacts } from './license.ts';
import type { History } from './kept.ts';
import { policyFact } from './policy.ts';

/** What gathering needs. */
export interface GatherWorld {
  readonly cluster: Cluster;
  readonly cache: Cache;
  readonly secrets: SecretReader;
  readonly clock: Pick<Clock, 'now'>;
}

/** Reads what the rules need to know: Secrets once per version, issuers until they are watched, the rest from the cache. */
export async function gather(
  wanted: History & {
    readonly references: readonly Reference[];
    readonly volumes: readonly Volume[];
    readonly generated: readonly GeneratedSecret[];
    readonly certificates: readonly CertificateSource[];
    readonly domain: string;
    readonly endpoints: readonly Endpoint[];
    readonly license: LicenseFacts | undefined;
    /** `check` asks; a pass does not, because what it would only note is not worth a request each time. */
    readonly asksApiServices?: boolean | undefined;
  },
  world: GatherWorld,
): Promise<Facts> {
  const { namespace, references, volumes, generated, accepted } = wanted;
  const names = [
    ...new Set(
      references.flatMap((reference) => (reference.kind === 'Secret' ? [reference.name] : [])),
    ),
  ];
  const secrets = await Promise.all(
    names.map(async (name) => [name, await world.secrets.read(namespace, name)] as const),
  );
  const issuers = await Promise.all(
    references.map((reference) => issuer(namespace, reference, world)),
  );
  const known = Object.fromEntries(secrets);
  return {
    kubernetes: await kubernetesVersion(world.cluster, world.clock),
    references,
    secrets: known,
    certificates: await gatherCertificates(wanted, known, world),
    license: wanted.license,
    volumes,
    claims: claimsOf(namespace, volumes, world.cache),
    storageClasses: world.cache.classes('StorageClass'),
    ingressClasses: world.cache.classes('IngressClass'),
    priorityClasses: world.cache.classes('PriorityClass'),
    apiServices: wanted.asksApiServices === true ? await apiServices(references, world) : {},
    issuers: issuers.filter((name) => name !== undefined),
    kept: await Promise.all(generated.map((secret) => gatherKept(secret, wanted, world))),
    accepted,
    endpoints: wanted.endpoints,
    policy: policyFact(world.cache.policy(), namespace),
  };
}

/** Whether each is there and available; one that may not be read is left out. */
async function apiServices(
  references: readonly Reference[],
  { cluster }: GatherWorld,
): Promise<Facts['apiServices']> {
  const names = new Set(
    references.flatMap(({ kind, name }) => (kind === 'APIService' ? [name] : [])),
  );
  const states = await Promise.all(
    [...names].map(async (name) => {
      try {
        const found = await cluster.read(ref(KINDS.APIService, name));
        return [[name, found !== undefined && isAvailable(found)] as const];
      } catch (error) {
        if (!isApiError(error, 'Forbidden')) throw error;
        return [];
      }
    }),
  );
  return Object.fromEntries(states.flat());
}

function isAvailable(service: KubeObject): boolean {
  const { conditions = [] } = (service['status'] ?? {}) as {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
  return conditions.some(({ type, status }) => type === 'Available' && status === 'True');
}

/** Those that the spec names are read already; what cert-manager makes is named by nobody. */
async function gatherCertificates(
  {
    namespace,
    certificates,
    domain,
  }: {
    readonly namespace: string;
    readonly certificates: readonly CertificateSource[];
    readonly domain: string;
  },
  known: Facts['secrets'],
  { secrets, clock }: Pick<GatherWorld, 'secrets' | 'clock'>,
): Promise<CertificateFacts> {
  const sources = await Promise.all(
    certificates.map(async (source) => ({
      source,
      fact: known[source.secret] ?? (await secrets.read(namespace, source.secret)),
    })),
  );
  return inspect(sources, { domain, now: clock.now() });
}

async function issuer(
  namespace: string,
  { kind, name }: Reference & { readonly name: string },
  { cluster, cache }: GatherWorld,
): Promise<string | undefined> {
  if (kind !== 'Issuer' && kind !== 'ClusterIssuer') return undefined;
  const isThere =
    cache.issuer({ kind, namespace, name }) ??
    (await cluster.read(ref(KINDS[kind], name, namespace))) !== undefined;
  return isThere ? `${kind}/${name}` : undefined;
}

/** Claims that exist, by name; one that is being deleted does not count. */
export const claimsOf = (
  namespace: string,
  volumes: readonly Volume[],
  cache: Pick<Cache, 'get'>,
): Readonly<Record<string, ClaimFact | undefined>> =>
  Object.fromEntries(
    volumes.flatMap(({ claim }) => {
      const seen = cache.get(ref(KINDS.PersistentVolumeClaim, claim, namespace));
      return seen === undefined || seen.deleting ? [] : [[claim, seen.claim] as const];
    }),
  );
