import { expect, test } from 'vitest';

import type { Finding } from '../../../../operator/api/finding.ts';
import { aCase, inputsOf } from '../../../golden/cases.ts';

interface Wrong {
  readonly why: string;
  readonly title?: string;
  readonly changes?: Readonly<Record<string, unknown>>;
  readonly values?: Readonly<Record<string, string>>;
  readonly path: string;
  readonly says: RegExp;
  readonly severity?: Finding['severity'];
  readonly rule?: Finding['rule'];
}

const bedrock = { bedrock: { region: 'us-east-1', model: 'a', taskRole: 'STS' } };
const edge = (source: object): object => ({
  source,
  bundles: [{ file: 'atlas-edge-agent-1.3.0.tar.gz', sha256: 'a'.repeat(64) }],
});

const TABLE: readonly Wrong[] = [
  {
    why: 'nobody says which image the server is',
    changes: { 'images.overrides': undefined },
    path: 'spec.images.overrides',
    says: /"server" lies: the vendor's page/,
  },
  {
    why: 'the override gives no tag',
    changes: { 'images.overrides': [{ key: 'server', repository: 'a/b' }] },
    path: 'spec.images.overrides',
    says: /"server"/,
  },
  {
    why: 'nobody says which image has the bundles',
    changes: { 'tenantPlane.edgeAgents': edge({ image: {} }) },
    path: 'spec.images.overrides',
    says: /"edge-bundles"/,
  },
  {
    why: 'images of a variant that there is not',
    changes: { 'images.variant': 'FIPS' },
    path: 'spec.images.variant',
    says: /no image of this product/,
    severity: 'note',
    rule: 'NotFips',
  },
  {
    why: 'there is no licence',
    changes: { license: undefined },
    path: 'spec.license',
    says: /is missing/,
  },
  {
    why: 'vectors would be made by a public service',
    changes: { 'tenantPlane.embeddings': { provider: 'OpenAI' } },
    path: 'spec.tenantPlane.embeddings.provider',
    says: /documents no variable with an address inside/,
  },
  {
    why: 'vectors of Bedrock without a region',
    changes: { 'tenantPlane.embeddings': { provider: 'Bedrock' } },
    path: 'spec.tenantPlane.embeddings.provider',
    says: /documented for ai\.bedrock alone/,
  },
  {
    why: 'a trial with a database server',
    title: 'tenant-vllm',
    changes: {
      'tenantPlane.trial': { sqliteFolder: '/app/data' },
      'tenantPlane.server': undefined,
      profile: undefined,
    },
    path: 'spec.tenantPlane.trial',
    says: /spec\.database\.external names a server/,
  },
  ...(
    [
      ['replicas', { replicas: 2 }],
      ['scaledBy', { scaledBy: 'External' }],
      [
        'autoscaling',
        { autoscaling: { minReplicas: 1, maxReplicas: 2, targetCPUUtilizationPercentage: 50 } },
      ],
    ] as const
  ).map(([member, server]) => ({
    why: `a trial with ${member}`,
    title: 'tenant-trial',
    changes: { 'tenantPlane.server': server },
    path: `spec.tenantPlane.server.${member}`,
    says: /more than the one pod/,
  })),
  {
    why: 'a trial at all',
    title: 'tenant-trial',
    path: 'spec.tenantPlane.trial',
    says: /for trying out/,
    severity: 'note',
  },
  {
    why: 'high availability on one pod of PostgreSQL',
    changes: { profile: 'HighAvailability' },
    path: 'spec.database.embedded',
    says: /one pod and one volume/,
    rule: 'NotHighlyAvailable',
  },
  {
    why: 'high availability on one pod of the server',
    title: 'tenant-vllm',
    changes: { 'tenantPlane.server': { replicas: 1 } },
    path: 'spec.tenantPlane.server.replicas',
    says: /is 1 in the profile/,
    rule: 'NotHighlyAvailable',
  },
  {
    why: 'more is requested than the release allows',
    changes: { 'tenantPlane.server': { resources: { requests: { memory: '3Gi' } } } },
    path: 'spec.tenantPlane.server.resources',
    says: /requests "3Gi" of memory/,
  },
  {
    why: 'a domain that browsers cannot resolve',
    changes: { domain: 'atlas.atlas.svc' },
    path: 'spec.domain',
    says: /browsers cannot resolve/,
  },
  {
    why: 'a database that is another',
    title: 'tenant-vllm',
    values: { 'atlas-database url': 'mysql://a:b@db.corp.example.com/atlas' },
    path: 'spec.database.external.secretRef',
    says: /scheme "mysql"/,
    severity: 'wait',
  },
  {
    why: 'a key with a line end',
    title: 'tenant-vllm',
    values: { 'atlas-ai apiKey': 'key\n' },
    path: 'spec.tenantPlane.ai.openAICompatible.secretRef',
    says: /white space/,
    severity: 'wait',
  },
];

test.each(TABLE)('$why is said', ({ title = 'tenant-no-ai', changes, values, ...wanted }) => {
  const of = aCase(title, changes);
  const findings = [...of.product.check({ model: of.model, inputs: inputsOf(of, values) })];
  expect(findings).toContainEqual({
    severity: wanted.severity ?? 'refuse',
    rule: wanted.rule ?? 'ProductSettings',
    path: wanted.path,
    message: expect.stringMatching(wanted.says) as string,
    fix: expect.stringMatching(/\w/) as string,
  });
});

test('Bedrock may make the vectors, too', () => {
  const of = aCase('tenant-no-ai', {
    'tenantPlane.ai': bedrock,
    'tenantPlane.embeddings': { provider: 'Bedrock' },
  });
  expect([...of.product.check({ model: of.model, inputs: inputsOf(of) })]).toEqual([]);
});

test('the site’s own identity provider is told with what to do', () => {
  const of = aCase('tenant-azure');
  const [provider] = of.product.advice(of.model).integrations;
  expect(provider).toMatchObject({ name: 'identityProvider', url: 'https://idp.corp.example.com' });
  expect(provider!.steps.join(' ')).toContain('straight at this server');
});

test('keys are 32 random bytes in hex, on which data depends', () => {
  const of = aCase('tenant-no-ai');
  const [keys, login] = of.product.secrets(of.model);
  expect(keys).toMatchObject({
    name: 'atlas-keys',
    keys: {
      JWT_SECRET: { length: 64, hex: true, irreplaceable: true },
      ENCRYPTION_KEY: { length: 64, hex: true, irreplaceable: true },
    },
    claims: ['data-atlas-postgres-0'],
  });
  expect(login?.name).toBe('atlas-postgres-login');
});
