import type { BadSpec, Spec } from './specs.ts';

/** The smallest spec of the Tenant Plane that is accepted. */
export const TENANT_SMALL: Spec = {
  product: 'TenantPlane',
  version: 'v1.0.0',
  domain: 'atlas.corp.example.com',
  images: { registry: 'registry.corp.example.com/mirror' },
  ingress: { className: 'nginx' },
  database: { embedded: {} },
  tenantPlane: { tenantId: 'acme-corp' },
};

const server = { url: 'http://ollama:11434/v1', model: 'llama3.2' };
const EDGE = {
  source: { claim: { name: 'edge-bundles' } },
  bundles: [{ file: 'atlas-edge-agent-1.3.0.tar.gz', sha256: 'a'.repeat(64) }],
  size: '1Gi',
};

/** One that sets whatever can be set together. */
export const TENANT_LARGE: Spec = {
  ...TENANT_SMALL,
  database: { external: { secretRef: { name: 'atlas-db' } } },
  license: { secretRef: { name: 'atlas-license' } },
  tenantPlane: {
    tenantId: 'acme-corp',
    server: { replicas: 2, resources: { limits: { memory: '3Gi' } } },
    postgres: { resources: { requests: { cpu: '1' } } },
    ai: {
      bedrock: {
        region: 'us-gov-west-1',
        model: 'anthropic.claude-3-haiku-20240307-v1:0',
        taskRole: 'STS',
      },
    },
    embeddings: { provider: 'Bedrock' },
    identityProvider: { url: 'https://idp.corp.example.com/realms/a' },
    edgeAgents: EDGE,
  },
};

/** A small spec with a member of `spec.tenantPlane` set. */
export const tenant = (change: Readonly<Record<string, unknown>>): Spec => ({
  ...TENANT_SMALL,
  tenantPlane: { tenantId: 'acme-corp', ...change },
});

const ONE_AI = 'set exactly one of openAICompatible, azure, bedrock, anthropic and custom';

/** Specs of the Tenant Plane that break a rule. */
export const TENANT_RULES: readonly BadSpec[] = [
  {
    why: 'the Tenant Plane lacks its member',
    says: 'set "tenantPlane" when, and only when, product is "TenantPlane"',
    path: 'spec',
    spec: { ...TENANT_SMALL, tenantPlane: undefined },
  },
  {
    why: 'no provider in ai',
    says: ONE_AI,
    path: 'spec.tenantPlane.ai',
    spec: tenant({ ai: {} }),
  },
  {
    why: 'two providers in ai',
    says: ONE_AI,
    path: 'spec.tenantPlane.ai',
    spec: tenant({ ai: { openAICompatible: server, custom: server } }),
  },
  {
    why: 'bundles from nowhere',
    says: 'set exactly one of claim and image',
    path: 'spec.tenantPlane.edgeAgents.source',
    spec: tenant({ edgeAgents: { ...EDGE, source: {} } }),
  },
  {
    why: 'bundles from two places',
    says: 'set exactly one of claim and image',
    path: 'spec.tenantPlane.edgeAgents.source',
    spec: tenant({ edgeAgents: { ...EDGE, source: { claim: { name: 'a' }, image: {} } } }),
  },
];

const bad = (why: string, path: string, change: Readonly<Record<string, unknown>>): BadSpec => ({
  why,
  path: `spec.tenantPlane.${path}`,
  spec: tenant(change),
});

const bundle = (file: string, sha256 = 'a'.repeat(64)): Readonly<Record<string, unknown>> => ({
  edgeAgents: { ...EDGE, bundles: [{ file, sha256 }] },
});

/** Values of the Tenant Plane that are refused where they stand. */
export const TENANT_VALUES: readonly BadSpec[] = [
  bad('an empty tenant', 'tenantId', { tenantId: '' }),
  bad('a tenant in Cyrillic', 'tenantId', { tenantId: 'аcme-corp' }),
  bad('a tenant with white space', 'tenantId', { tenantId: 'acme corp' }),
  bad('a provider without an address', 'ai.openAICompatible.url', {
    ai: { openAICompatible: { model: 'a' } },
  }),
  bad('an address with a user', 'ai.custom.url', {
    ai: { custom: { ...server, url: 'https://a:b@llm.corp.example.com' } },
  }),
  bad('Azure without a key', 'ai.azure.secretRef', { ai: { azure: server } }),
  bad('a region that is none', 'ai.bedrock.region', {
    ai: { bedrock: { region: 'us east', model: 'a', taskRole: 'STS' } },
  }),
  bad('another place of credentials', 'ai.bedrock.taskRole', {
    ai: { bedrock: { region: 'us-east-1', model: 'a', taskRole: 'Keys' } },
  }),
  bad('another maker of vectors', 'embeddings.provider', { embeddings: { provider: 'Cohere' } }),
  bad('a folder that is relative', 'trial.sqliteFolder', { trial: { sqliteFolder: 'data' } }),
  bad('a bundle of another name', 'edgeAgents.bundles[0].file', bundle('agent-1.3.0.tar.gz')),
  bad('a bundle outside its folder', 'edgeAgents.bundles[0].file', bundle('../a-1.3.0.tgz')),
  bad(
    'a digest that is too short',
    'edgeAgents.bundles[0].sha256',
    bundle('atlas-edge-agent-1.3.0.tar.gz', 'abc'),
  ),
  bad('no bundles', 'edgeAgents.bundles', { edgeAgents: { ...EDGE, bundles: [] } }),
  bad('one bundle twice', 'edgeAgents.bundles', {
    edgeAgents: { ...EDGE, bundles: [...EDGE.bundles, ...EDGE.bundles] },
  }),
];

/** Changes of a running Tenant Plane that are refused. */
export const TENANT_FINAL = [
  {
    why: 'the tenant is changed',
    from: TENANT_SMALL,
    to: tenant({ tenantId: 'other' }),
    says: 'the tenant cannot be changed: its data would stay behind',
  },
  {
    why: 'a trial begins',
    from: TENANT_SMALL,
    to: tenant({ trial: { sqliteFolder: '/app/data' } }),
    says: 'trial cannot be set or removed later: the data would stay behind',
  },
  {
    why: 'a trial ends',
    from: tenant({ trial: { sqliteFolder: '/app/data' } }),
    to: TENANT_SMALL,
    says: 'trial cannot be set or removed later: the data would stay behind',
  },
];
