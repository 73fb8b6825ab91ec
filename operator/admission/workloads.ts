import { MANAGED_BY } from '../api/group.ts';
import type { KubeObject } from '../api/object.ts';
import { IMAGE_COMPONENT, IMAGE_DIGEST, IMAGE_TAG, MAX_IMAGE } from '../judge/tables/patterns.ts';
import { POLICY_VARIABLES } from './inside.ts';
import type { Variable } from './inside.ts';
import { bound, policy } from './policy.ts';

const NAME = 'objects.airgapped.dev';

/** Who makes pods of templates that were judged when they were written. */
const CONTROLLERS = ['replicaset', 'statefulset', 'job'].map(
  (name) => `system:serviceaccount:kube-system:${name}-controller`,
);

/** Below a registry, whose own form its entry in the policy has. */
const REFERENCE = `^[^/]+(/${IMAGE_COMPONENT})+(:${IMAGE_TAG})?(@${IMAGE_DIGEST})?$`;

const isPod = "object.kind == 'Pod'";
const hasTemplate = "object.kind in ['Deployment', 'StatefulSet', 'Job']";
const containers = (spec: string, list: string): string =>
  `(has(${spec}.${list}) ? ${spec}.${list}.map(c, c.image) : [])`;
const images = (spec: string): string =>
  ['containers', 'initContainers', 'ephemeralContainers']
    .map((list) => containers(spec, list))
    .join(' + ');

const VARIABLES: readonly Variable[] = [
  ...POLICY_VARIABLES.filter(({ name }) => name === 'own' || name === 'registries'),
  {
    name: 'images',
    expression: `${isPod} ? ${images('object.spec')} : (${hasTemplate} ? ${images('object.spec.template.spec')} : [])`,
  },
  {
    name: 'before',
    expression: `request.operation == 'CREATE' ? [] : (${isPod} ? ${images('oldObject.spec')} : (${hasTemplate} ? ${images('oldObject.spec.template.spec')} : []))`,
  },
  {
    name: 'foreign',
    expression: `variables.images.filter(i, !(i in variables.before) && !(i.size() <= ${MAX_IMAGE} && i.matches('${REFERENCE}') && variables.registries.exists(r, i.startsWith(r + '/'))))`,
  },
];

/**
 * On objects of ours, whoever writes them: no image from elsewhere, and no alias of a host outside. Everything else is
 * let through, and the operator sets it back. Pods of templates that stand are let through, too: a policy that is
 * tightened or gone must not keep what runs from starting again.
 */
export const workloads = (): readonly KubeObject[] => [
  policy(NAME, {
    rules: [
      { groups: ['apps'], resources: ['deployments', 'statefulsets'] },
      { groups: ['batch'], resources: ['jobs'] },
      { groups: [''], resources: ['pods', 'pods/ephemeralcontainers', 'services'] },
    ],
    labels: { 'app.kubernetes.io/managed-by': MANAGED_BY },
    conditions: [
      { name: 'not-being-deleted', expression: '!has(object.metadata.deletionTimestamp)' },
      {
        name: 'not-made-of-a-template',
        expression: `!(request.userInfo.username in [${CONTROLLERS.map((name) => `'${name}'`).join(', ')}])`,
      },
      {
        name: 'says-something-new',
        expression: "request.operation == 'CREATE' || object.spec != oldObject.spec",
      },
    ],
    variables: VARIABLES,
    validations: [
      {
        expression: 'variables.foreign.size() == 0',
        messageExpression:
          "'image ' + variables.foreign.join(', ') + ' comes from no registry of the AirgapPolicy \"cluster\"; listed are ' + variables.registries.join(', ')",
        reason: 'Forbidden',
      },
      {
        expression: "object.kind != 'Service' || object.spec.type != 'ExternalName'",
        messageExpression:
          "'a Service of an installation leads to its own pods; ExternalName is an alias of a host that nobody judged'",
        reason: 'Forbidden',
      },
    ],
  }),
  bound({ name: NAME, policy: NAME, without: 'Allow' }),
];
