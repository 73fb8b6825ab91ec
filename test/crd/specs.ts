import type { ProductSchema } from '../../operator/api/installation.ts';
import { PlaneSpec } from '../../operator/products/plane/spec/index.ts';
import { TenantPlaneSpec } from '../../operator/products/tenant-plane/spec/index.ts';
import { FIRST_HOUR, SERVERS, SMTP } from './first-hour.ts';
import { AI, AI_VALUES, aiRules } from './ai-specs.ts';
import { PART_VALUES, partRules } from './part-specs.ts';
import { TENANT_RULES, TENANT_VALUES } from './tenant-specs.ts';

/** Products as the definition in crds/ knows them. */
export const SCHEMAS: readonly ProductSchema[] = [
  { name: 'Plane', member: 'plane', schema: PlaneSpec },
  { name: 'TenantPlane', member: 'tenantPlane', schema: TenantPlaneSpec },
];

export type Spec = Record<string, unknown>;

/** The smallest spec that is accepted. */
export const SMALL: Spec = {
  product: 'Plane',
  version: 'v3.1.2',
  domain: 'plane.corp.example.com',
  images: { registry: 'registry.corp.example.com/mirror' },
  ingress: { className: 'nginx' },
  database: { embedded: {} },
  plane: {
    cache: { embedded: {} },
    broker: { embedded: {} },
    objectStore: { embedded: {} },
  },
};

/** A spec that sets whatever can be set. */
export const LARGE: Spec = {
  product: 'Plane',
  version: 'v3.1.2',
  profile: 'HighAvailability',
  domain: 'plane.corp.example.com',
  images: {
    registry: 'registry.corp.example.com:5000/mirror',
    variant: 'FIPS',
    pullSecrets: [{ name: 'mirror' }, { name: 'second' }],
    overrides: [
      { key: 'postgres', repository: 'base/postgres', tag: '15.7' },
      { key: 'valkey', tag: '7' },
    ],
  },
  license: {
    secretRef: { name: 'plane-license', key: 'file' },
    enforcement: 'BlockGrowth',
    plan: 'EnterpriseGrid',
    declaredExpiry: '2027-05-01',
  },
  ingress: {
    className: 'nginx',
    annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '20m' },
  },
  certificates: { issuerRef: { kind: 'ClusterIssuer', name: 'internal-ca' } },
  trust: { secretRef: { name: 'internal-ca', key: 'ca.crt' } },
  storage: { className: 'fast' },
  database: { external: { secretRef: { name: 'plane-db', key: 'url' } } },
  plane: {
    cache: { external: { secretRef: { name: 'plane-cache' } } },
    broker: { external: { secretRef: { name: 'plane-broker' } } },
    objectStore: { external: { secretRef: { name: 'plane-files' } } },
    ...FIRST_HOUR,
    ...SERVERS,
    mail: {
      smtp: SMTP,
      intake: {
        domain: 'intake.corp.example.com',
        tls: { secretRef: { name: 'intake-tls' } },
        serviceType: 'LoadBalancer',
      },
    },
    search: { external: { secretRef: { name: 'plane-search' }, indexPrefix: 'team-a' } },
    ai: AI,
    components: {
      web: { replicas: 2 },
      live: { scaledBy: 'External' },
      api: {
        replicas: 3,
        resources: {
          requests: { cpu: '500m', memory: '1Gi' },
          limits: { cpu: '0.5', memory: '1024Mi' },
        },
      },
      beatWorker: { resources: { requests: { cpu: '100m' } } },
      monitor: { storage: { size: '2Gi' } },
      silo: {
        enabled: true,
        replicas: 2,
        extraEnv: [{ name: 'DEDUP_INTERVAL', value: '5' }],
      },
      email: { enabled: true },
    },
  },
  deletionPolicy: 'Delete',
  suspend: true,
};

/** A small spec with one thing set otherwise, or removed by `undefined`: `plane.cache.embedded`. */
export function edited(path: string, value: unknown, from: Spec = SMALL): Spec {
  const spec = structuredClone(from);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const holder = keys.reduce<Record<string, unknown>>((inner, key) => {
    inner[key] ??= {};
    return inner[key] as Record<string, unknown>;
  }, spec);
  if (value === undefined) Reflect.deleteProperty(holder, last);
  else holder[last] = value;
  return spec;
}

/** A spec that is refused. */
export interface BadSpec {
  readonly why: string;
  readonly spec: Spec;
  /** Where the finding is. */
  readonly path: string;
  /** Sentence of the rule that refuses it, where a CEL rule does. */
  readonly says?: string;
}

const bad = (why: string, path: string, value: unknown): BadSpec => ({
  why,
  path: `spec.${path}`,
  spec: edited(path, value),
});

const broken = (why: string, says: string, at: { path: string; spec: Spec }): BadSpec => ({
  why,
  says,
  ...at,
});

/** Paths of the stores that are either embedded or external. */
export const STORES = [
  'database',
  'plane.cache',
  'plane.broker',
  'plane.objectStore',
  'plane.search',
];
/** A store of the site. */
export const EXTERNAL = { secretRef: { name: 'store' } };
const ONE_STORE = 'set exactly one of embedded and external';

/** Specs that break a CEL rule. A test says when a rule of the definition is not among them. */
const RULES: readonly BadSpec[] = [
  ...STORES.flatMap((path) => [
    broken(`${path} is both embedded and external`, ONE_STORE, {
      path: `spec.${path}`,
      spec: edited(path, { embedded: {}, external: EXTERNAL }),
    }),
    broken(`${path} is neither embedded nor external`, ONE_STORE, {
      path: `spec.${path}`,
      spec: edited(path, {}),
    }),
  ]),
  broken('the product lacks its member', 'set "plane" when, and only when, product is "Plane"', {
    path: 'spec',
    spec: edited('plane', undefined),
  }),
  ...[
    { why: 'no source of the certificate' },
    { why: 'two sources of the certificate', both: true },
  ].map(({ why, both }) =>
    broken(why, 'set exactly one of secretRef and issuerRef', {
      path: 'spec.certificates',
      spec: edited(
        'certificates',
        both === true
          ? { secretRef: { name: 'tls' }, issuerRef: { kind: 'Issuer', name: 'ca' } }
          : {},
      ),
    }),
  ),
  ...partRules(edited),
  ...aiRules(edited),
  ...TENANT_RULES,
  ...(['cpu', 'memory'] as const).map((name) =>
    broken(
      `${name} is requested beyond its limit`,
      `request at most as much ${name} as limits.${name} allows`,
      {
        path: 'spec.plane.components.monitor.resources',
        spec: edited('plane.components.monitor.resources', {
          requests: { [name]: '2' },
          limits: { [name]: '1.5' },
        }),
      },
    ),
  ),
  broken('an image moves', 'name the tag of one build, not "latest"', {
    path: 'spec.images.overrides[0].tag',
    spec: edited('images.overrides', [{ key: 'web', tag: 'latest' }]),
  }),
  broken('an override overrides nothing', 'set repository, tag or both', {
    path: 'spec.images.overrides[0]',
    spec: edited('images.overrides', [{ key: 'web' }]),
  }),
];

const overrides = (count: number): unknown[] =>
  Array.from({ length: count }, (_, index) => ({ key: `k${index}`, tag: '1' }));

/** Specs that the API server and the operator both refuse. */
export const BAD_SPECS: readonly BadSpec[] = [
  ...RULES,
  ...TENANT_VALUES,
  ...['product', 'version', 'domain', 'images', 'ingress', 'database'].map((path) =>
    bad(`${path} is missing`, path, undefined),
  ),
  bad('the registry is missing', 'images.registry', undefined),
  bad('a store is missing', 'plane.cache', undefined),
  bad('another product', 'product', 'Other'),
  bad('a version without v', 'version', '3.1.2'),
  bad('a version as a range', 'version', 'v3.1'),
  bad('a version that is a number', 'version', 3),
  bad('a domain with a scheme', 'domain', 'https://plane.corp.example.com'),
  bad('a domain with a port', 'domain', 'plane.corp.example.com:443'),
  bad('a domain in capitals', 'domain', 'Plane.corp.example.com'),
  bad('a domain that is an address', 'domain', '10.0.0.1'),
  bad('a domain with a trailing dot', 'domain', 'plane.corp.example.com.'),
  bad('a domain with a newline', 'domain', 'plane.corp.example.com\n'),
  bad('a domain with a long label', 'domain', `${'a'.repeat(64)}.example.com`),
  bad('a domain that is too long', 'domain', `${'a.'.repeat(127)}com`),
  bad('an empty domain', 'domain', ''),
  bad('a registry with a scheme', 'images.registry', 'https://registry.corp.example.com'),
  bad('a registry with a tag', 'images.registry', 'registry.corp.example.com/mirror:v1'),
  bad('a registry that ends in a slash', 'images.registry', 'registry.corp.example.com/'),
  bad('a registry with an empty label', 'images.registry', 'registry..example.com'),
  bad('a pull secret that is no name', 'images.pullSecrets', 'mirror'),
  bad('too many overrides', 'images.overrides', overrides(65)),
  bad('an ingress class with capitals', 'ingress.className', 'Nginx'),
  bad('an annotation that is a number', 'ingress.annotations.a', 5),
  bad(
    'too many annotations',
    'ingress.annotations',
    Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`a${index}`, ''])),
  ),
  bad('an unknown field on top', 'domian', 'plane.corp.example.com'),
  bad('an unknown component', 'plane.components.wbe', {}),
  ...[...PART_VALUES, ...AI_VALUES].map(([why, path, value]) => bad(why, path, value)),
  bad('replicas for the one that is single', 'plane.components.beatWorker.replicas', 2),
  bad('no replicas', 'plane.components.web.replicas', 0),
  bad('half a replica', 'plane.components.web.replicas', 1.5),
  bad('replicas as text', 'plane.components.web.replicas', '2'),
  bad('too many replicas', 'plane.components.web.replicas', 101),
  bad('another scaler', 'plane.components.web.scaledBy', 'Keda'),
  bad('a size without digits', 'database.embedded.size', 'big'),
  bad('a size of nothing', 'database.embedded.size', '0Gi'),
  bad('a fraction of a size', 'database.embedded.size', '1.5Gi'),
  bad('memory with a wrong suffix', 'plane.components.web.resources.requests.memory', '512MB'),
  bad('cpu with a binary suffix', 'plane.components.web.resources.requests.cpu', '1Gi'),
  bad('a licence without Secret', 'license.secretRef', undefined),
  bad('a key with a slash', 'license.secretRef.key', 'a/b'),
  bad('an enforcement that stops what runs', 'license.enforcement', 'Stop'),
  bad('a plan that there is not', 'license.plan', 'Free'),
  bad('a day that there is not', 'license.declaredExpiry', '2027-13-01'),
  bad('a moment for a day', 'license.declaredExpiry', '2027-05-01T00:00:00Z'),
  {
    why: 'an issuer of another kind',
    path: 'spec.certificates.issuerRef.kind',
    spec: edited('certificates.issuerRef', { kind: 'AWSPCAIssuer', name: 'ca' }),
  },
  bad('another deletion policy', 'deletionPolicy', 'Keep'),
  bad('an index prefix in capitals', 'plane.search.external.indexPrefix', 'Team'),
  bad('suspend as text', 'suspend', 'yes'),
];
