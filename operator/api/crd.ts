import { API_VERSION, GROUP, VERSION } from './group.ts';
import type { ProductSchema } from './installation.ts';
import { installationSpec } from './installation.ts';
import type { Kind } from './kinds.ts';
import { KINDS } from './kinds.ts';
import type { Json, KubeObject } from './object.ts';
import { AirgapPolicySpec, POLICY_NAME } from './policy.ts';
import { InstallationStatus } from './status.ts';
import type { Structural } from './structural.ts';
import { structural } from './structural.ts';

/** Longest name of an installation: leaves room for the names of its children in 63 characters. */
export const INSTALLATION_NAME_LIMIT = 30;

/** One column of `kubectl get`; with a priority above 0 only of `-o wide`. */
interface Column {
  readonly name: string;
  readonly type: 'string' | 'date';
  readonly jsonPath: string;
  readonly description: string;
  readonly priority?: number;
}

/** What one definition has of its own. */
interface Definition {
  readonly kind: Kind;
  readonly description: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly columns: readonly Column[];
  readonly spec: Structural;
  readonly status?: Structural & { readonly default: Json };
  readonly validations: readonly { readonly rule: string; readonly message: string }[];
}

/** The definition of PlaneInstallation, for the products given. */
export const installationCrd = (products: readonly ProductSchema[]): KubeObject =>
  definition({
    kind: KINDS.PlaneInstallation,
    description:
      'One installation of a product that runs where no packet may leave: what is asked for, and what is the case.',
    shortNames: ['plane'],
    categories: ['plane'],
    columns: [
      {
        name: 'Ready',
        type: 'string',
        jsonPath: ".status.conditions[?(@.type=='Ready')].status",
        description: 'Whether what was asked is so.',
      },
      {
        name: 'Status',
        type: 'string',
        jsonPath: ".status.conditions[?(@.type=='Ready')].reason",
        description: 'Why it is or is not so.',
      },
      {
        name: 'Version',
        type: 'string',
        jsonPath: '.status.version',
        description: 'Release that is being tended.',
      },
      {
        name: 'Domain',
        type: 'string',
        jsonPath: '.spec.domain',
        description: 'Host name by which browsers reach the product.',
        priority: 1,
      },
      AGE,
    ],
    spec: structural(installationSpec(products), 'spec'),
    // Until the operator has seen a resource, tools that wait for it must not take it for done.
    status: { ...structural(InstallationStatus, 'status'), default: { observedGeneration: -1 } },
    validations: [
      {
        rule: `self.metadata.name.size() <= ${INSTALLATION_NAME_LIMIT} && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')`,
        message: `metadata.name must have at most ${INSTALLATION_NAME_LIMIT} characters of a-z, 0-9 and "-" and begin with a letter, so that the names of Services and pods fit`,
      },
    ],
  });

/** The definition of AirgapPolicy. */
export const policyCrd = (): KubeObject =>
  definition({
    kind: KINDS.AirgapPolicy,
    description: `What counts as inside. Only an administrator of the cluster says so, in one object named "${POLICY_NAME}".`,
    shortNames: [],
    // Not in the category "plane": that would turn `kubectl get plane NAME` into a question for both kinds.
    categories: [],
    columns: [AGE],
    spec: structural(AirgapPolicySpec, 'spec'),
    validations: [
      {
        rule: `self.metadata.name == '${POLICY_NAME}'`,
        message: `metadata.name must be "${POLICY_NAME}": there is one policy for the cluster, with entries for namespaces`,
      },
    ],
  });

const AGE: Column = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
  description: 'Time since the resource was created.',
};

function definition(of: Definition): KubeObject {
  const { kind, plural, namespaced } = of.kind;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${GROUP}` },
    spec: {
      group: GROUP,
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        ...(of.shortNames.length === 0 ? {} : { shortNames: of.shortNames }),
        ...(of.categories.length === 0 ? {} : { categories: of.categories }),
      },
      scope: namespaced ? 'Namespaced' : 'Cluster',
      versions: [
        {
          name: VERSION,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: root(of) },
          ...(of.status === undefined ? {} : { subresources: { status: {} } }),
          additionalPrinterColumns: of.columns,
        },
      ],
    },
  };
}

const root = ({ description, spec, status, validations }: Definition): Structural => ({
  description,
  type: 'object',
  required: ['spec'],
  properties: {
    apiVersion: { description: `Always ${API_VERSION}.`, type: 'string' },
    kind: { description: 'Kind of the resource.', type: 'string' },
    // The bounds are those that every name has; said here, they keep the rule on the name cheap.
    metadata: {
      type: 'object',
      properties: {
        name: { type: 'string', maxLength: 253 },
        generateName: { type: 'string' },
      },
    },
    spec,
    ...(status === undefined ? {} : { status }),
  },
  'x-kubernetes-validations': validations,
});
