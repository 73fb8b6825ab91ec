import type { InstallationSpec } from '../../operator/api/installation.ts';
import type { Release } from '../../operator/model/release.ts';
import type { Facts } from '../../operator/preflight/facts.ts';
import { UNKNOWN_POLICY } from '../../operator/preflight/policy.ts';
import type { RuleInput } from '../../operator/preflight/rule.ts';
import { NO_ADVICE } from '../../operator/products/product.ts';
import type { Product } from '../../operator/products/product.ts';
import { PlaneSpec } from '../../operator/products/plane/spec/index.ts';

const release = (version: string, upgradesFrom: string): Release => ({
  version,
  upgradesFrom,
  images: { web: { repository: 'makeplane/web-commercial', tag: version } },
});

/** A product of three releases, of which the last can be reached from the one before alone. */
export const aProduct: Product = {
  name: 'Plane',
  member: 'plane',
  schema: PlaneSpec,
  releases: [release('v1.0.0', 'v1.0.0'), release('v1.1.0', 'v1.0.0'), release('v2.0.0', 'v1.1.0')],
  license: { kind: 'Opaque', steps: () => ['upload it'] },
  references: () => [],
  endpoints: [],
  secrets: () => [],
  volumes: () => [],
  seeds: () => [],
  check: () => [],
  advice: () => NO_ADVICE,
  parts: () => [],
};

/** The smallest valid spec. */
export const aSpec = (change: Readonly<Record<string, unknown>> = {}): InstallationSpec => ({
  product: 'Plane',
  version: 'v1.1.0',
  domain: 'plane.corp.example.com',
  images: { registry: 'registry.corp.example.com' },
  ingress: { className: 'nginx' },
  database: { embedded: {} },
  plane: { cache: { embedded: {} }, broker: { embedded: {} }, objectStore: { embedded: {} } },
  ...change,
});

const NO_FACTS: Facts = {
  references: [],
  secrets: {},
  certificates: { sources: [], seen: [], mistakes: [], next: undefined },
  volumes: [],
  claims: {},
  storageClasses: [],
  ingressClasses: [],
  priorityClasses: [],
  apiServices: {},
  issuers: [],
  kept: [],
  license: undefined,
  accepted: undefined,
  endpoints: [],
  policy: UNKNOWN_POLICY,
};

/** The smallest input of a rule; a test names only what it is about. */
export const anInput = ({
  spec,
  facts,
  name = 'plane',
}: {
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly facts?: Partial<Facts>;
  readonly name?: string;
}): RuleInput => ({
  spec: aSpec(spec),
  name,
  product: aProduct,
  facts: { ...NO_FACTS, ...facts },
});

/** Facts of an accepted spec. */
export const accepted = (spec: Readonly<Record<string, unknown>>): Partial<Facts> => ({
  accepted: { generation: 1, spec: aSpec(spec), inputs: '', inventory: [] },
});
