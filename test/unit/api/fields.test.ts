import { readFileSync } from 'node:fs';

import { load } from 'js-yaml';
import { expect, test } from 'vitest';

import { stableJson } from '../../../operator/lib/digest.ts';
import { aCase, CASES, partsOf } from '../../golden/cases.ts';
import type { Case } from '../../golden/cases.ts';

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly enum?: readonly unknown[];
}

const definition = load(readFileSync('crds/planeinstallations.airgapped.dev.yaml', 'utf8')) as {
  readonly spec: {
    readonly versions: readonly {
      readonly schema: { readonly openAPIV3Schema: Schema };
    }[];
  };
};
const spec = definition.spec.versions[0]!.schema.openAPIV3Schema.properties!['spec']!;

/** Paths of the fields that hold a value: lists and free maps count as one. */
function* leaves(
  { properties }: Schema,
  path: readonly string[] = [],
): Iterable<readonly [path: string, schema: Schema]> {
  for (const [name, schema] of Object.entries(properties ?? {})) {
    const at = [...path, name];
    if (schema.properties === undefined) yield [at.join('.'), schema];
    else yield* leaves(schema, at);
  }
}

/** Fields that change nothing of what is rendered, and what reads them. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  product: 'chooses the product',
  suspend: 'reconcile/pass.ts',
  deletionPolicy: 'reconcile/finalize.ts',
  'license.secretRef.name': 'preflight/gather-license.ts',
  'license.secretRef.key': 'the same',
  'license.enforcement': 'preflight/rules/license.ts',
  'license.plan': 'products/plane/license.ts',
  'license.declaredExpiry': 'preflight/license.ts',
  'plane.telemetryConfirmedOff': 'products/plane/advice.ts',
  'tenantPlane.ai.bedrock.taskRole': 'products/tenant-plane/endpoints.ts',
  'tenantPlane.adminToken.secretRef.name': 'products/tenant-plane/inquiry.ts',
  'tenantPlane.adminToken.secretRef.key': 'the same',
  'tenantPlane.identityProvider.url': 'products/tenant-plane/advice.ts',
};

const fields = new Map(leaves(spec));

/** One variable of each family of parts. */
const EXTRA_ENV = [
  { name: 'SESSION_COOKIE_AGE', value: '60' },
  { name: 'COMPRESSION_LEVEL', value: '1' },
  { name: 'DEDUP_INTERVAL', value: '1' },
];

/** Values that some field may take; the schema says which. */
const VALUES: readonly unknown[] = [
  ...[true, false, 1, 2, 3, 60, 120, 1025],
  ...['other', 'v3.1.4', 'other.corp.example.com', 'https://other.corp.example.com/v1'],
  ...[['10.20.0.0/16'], 'eu-west-1', '/srv/other'],
  ...['other@corp.example.com', '700m', '3Gi', '999Gi'],
  ...[
    [{ operator: 'Exists' }],
    ...EXTRA_ENV.map((variable) => [variable]),
    ['other'],
    [{ file: 'atlas-edge-agent-1.4.0.tar.gz', sha256: '0'.repeat(64) }],
    [{ name: 'other' }],
    [{ key: 'web', tag: 'other' }],
    { a: 'other' },
  ],
];

const candidates = ({ enum: choices }: Schema): readonly unknown[] => choices ?? VALUES;

/** What rendering would need, and what it gives. */
function outcome(of: Case): readonly string[] {
  const { product, model } = of;
  const needs = stableJson([
    product.references(model),
    product.secrets(model),
    model.storageClass ?? '',
    model.images.pullSecrets,
    model.certificates ?? '',
    model.trust ?? '',
    model.database,
  ]);
  return [needs, stableJson(partsOf(of))];
}

const before = new Map(CASES.map((of) => [of.title, outcome(of)]));

/** What a field needs around it: a spec says in one way how many pods there are, and an autoscaler is whole. */
function seedOf(path: string): Readonly<Record<string, unknown>> | undefined {
  const part = /^(plane\.components\.[A-Za-z]+)\.(replicas|scaledBy|autoscaling)\b/.exec(path)?.[1];
  if (part === undefined) return undefined;
  const autoscaling = {
    minReplicas: 2,
    maxReplicas: 4,
    targetCPUUtilizationPercentage: 50,
    targetMemoryUtilizationPercentage: 50,
  };
  return {
    [`${part}.replicas`]: undefined,
    [`${part}.scaledBy`]: undefined,
    [`${part}.autoscaling`]: path.includes('.autoscaling') ? autoscaling : undefined,
  };
}

function valid(title: string, changes: Readonly<Record<string, unknown>>): Case | undefined {
  try {
    return aCase(title, changes);
  } catch {
    return undefined;
  }
}

/** Whether a case with this value comes to something else; false when the schema refuses the value there. */
function differs(title: string, path: string, value: unknown): boolean {
  const of = valid(title, { ...seedOf(path), [path]: value });
  if (of === undefined) return false;
  const seed = seedOf(path);
  const [needs, objects] = seed === undefined ? before.get(title)! : outcome(aCase(title, seed));
  // What needs another Secret cannot be rendered here, and need not be.
  try {
    const [otherNeeds, otherObjects] = outcome(of);
    return needs !== otherNeeds || objects !== otherObjects;
  } catch {
    return true;
  }
}

test.each([...fields])('%s makes a difference, or has its reader elsewhere', (path, schema) => {
  const isRead = CASES.some(({ title }) =>
    candidates(schema).some((value) => differs(title, path, value)),
  );
  expect(isRead).toBe(!Object.hasOwn(ELSEWHERE, path));
});

test('what is read elsewhere is a field', () => {
  expect(Object.keys(ELSEWHERE).filter((path) => !fields.has(path))).toEqual([]);
});
