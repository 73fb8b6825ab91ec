import { INSTALLATION_NAME_LIMIT } from '../../operator/api/crd.ts';
import { installationSpec } from '../../operator/api/installation.ts';
import { structural } from '../../operator/api/structural.ts';
import type { Structural } from '../../operator/api/structural.ts';
import { PRODUCTS } from '../../operator/products/index.ts';
import { fromStructural } from './schema.ts';
import type { JsonSchema } from './schema.ts';

const spec = (): Structural => structural(installationSpec(PRODUCTS), 'spec');

const map = (description: string): JsonSchema => ({
  description,
  type: 'object',
  default: {},
  additionalProperties: { type: 'string' },
});

/** Values of the chart of one installation: what the CRD takes, under the paths that findings name. */
export const installationValues = (): JsonSchema => ({
  type: 'object',
  required: ['spec'],
  properties: {
    name: {
      description: 'Name of the PlaneInstallation. Left empty, the name of the release.',
      type: 'string',
      default: '',
      maxLength: INSTALLATION_NAME_LIMIT,
      pattern: '^([a-z]([-a-z0-9]*[a-z0-9])?)?$',
    },
    labels: map('Further labels of the PlaneInstallation.'),
    annotations: map('Annotations of the PlaneInstallation.'),
    // No version: an upgrade of the product is asked for, and never comes with a chart.
    spec: { ...fromStructural(spec()), default: { product: 'Plane' } },
  },
});

/** One rule over several fields of a spec that the chart can judge: of these members, how many may be set. */
export interface MemberRule {
  /** Below `spec`. */
  readonly path: readonly string[];
  readonly members: readonly string[];
  readonly least: 0 | 1;
  /** What the API server and the operator say, too. */
  readonly message: string;
}

const EXACTLY_ONE = /^has\(self\.(\w+)\) != has\(self\.(\w+)\)$/;
const AT_MOST_ONE = /^\[(.+)\]\.filter\(there, there\)\.size\(\) <= 1$/;

/** Rules of the spec about members that exclude each other; all others are left to the API server. */
export const memberRules = (): readonly MemberRule[] => rulesBelow(spec(), []);

function rulesBelow(schema: Structural, path: readonly string[]): readonly MemberRule[] {
  const own = (schema['x-kubernetes-validations'] ?? []).flatMap(({ rule, message }) => {
    const members = membersOf(rule);
    if (members.length === 0) return [];
    return [{ path, members, least: EXACTLY_ONE.test(rule) ? 1 : 0, message } as const];
  });
  const below = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
    rulesBelow(inner, [...path, name]),
  );
  return [...own, ...below];
}

function membersOf(rule: string): readonly string[] {
  const [, first, second] = EXACTLY_ONE.exec(rule) ?? [];
  if (first !== undefined && second !== undefined) return [first, second];
  const [, all = ''] = AT_MOST_ONE.exec(rule) ?? [];
  return [...all.matchAll(/has\(self\.(\w+)\)/g)].map(([, member = '']) => member);
}
