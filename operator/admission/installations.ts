import { GROUP } from '../api/group.ts';
import type { KubeObject } from '../api/object.ts';
import type { EndpointField } from '../products/endpoint.ts';
import { any } from './cel.ts';
import { blockInside, hostInside, POLICY_VARIABLES } from './inside.ts';
import { bound, policy } from './policy.ts';
import type { PolicyParts } from './policy.ts';
import { placeVariables } from './places.ts';

const RESOURCE = 'planeinstallations';
const NAME = `${RESOURCE}.${GROUP}`;

const listed = (places: string): string => `${places}.map(p, p.path).join(', ')`;
/** A message has at most 5 KiB. */
const clipped = (message: string): string =>
  `(${message}).size() > 1500 ? (${message}).substring(0, 1500) + ' ...' : (${message})`;

const ACCEPTED =
  "'; inside are Services as name.namespace.svc, hosts ' + variables.hosts.join(', ') + ', names below ' + (variables.suffixes + variables.zones).join(', ') + ', addresses in ' + variables.blocks.join(', ') + (variables.privateAddresses ? ' and private ones' : '')";

const VALIDATIONS: PolicyParts['validations'] = [
  {
    expression: 'variables.unreadable.size() == 0',
    messageExpression: clipped(
      `${listed('variables.unreadable')} + ': is no plain URL; write http(s)://host[:port][/path], without user, fragment or percent sign in the host'`,
    ),
  },
  {
    expression: 'variables.outside.size() == 0',
    messageExpression: clipped(
      `variables.outside.map(p, p.path + ': ' + p.host).join(', ') + ' is outside, says the AirgapPolicy "cluster"' + ${ACCEPTED}`,
    ),
    reason: 'Forbidden',
  },
  {
    expression: 'variables.open.size() == 0',
    messageExpression: clipped(
      `variables.open.map(r, r.path + ': ' + r.text).join(', ') + ' is not wholly inside, says the AirgapPolicy "cluster"; inside are blocks within ' + variables.blocks.join(', ') + (variables.privateAddresses ? ' and private ones' : '')`,
    ),
    reason: 'Forbidden',
  },
  {
    expression:
      "variables.registries.exists(r, object.spec.images.registry == r || object.spec.images.registry.startsWith(r + '/'))",
    messageExpression: clipped(
      `'spec.images.registry: ' + object.spec.images.registry + ' is no registry of the AirgapPolicy "cluster"; listed are ' + variables.registries.join(', ')`,
    ),
    reason: 'Forbidden',
  },
];

/** Refuses an installation that points outside, while the operator is down, too. */
export const installations = (fields: readonly EndpointField[]): readonly KubeObject[] => [
  policy(NAME, {
    rules: [{ groups: [GROUP], resources: [RESOURCE] }],
    conditions: [
      { name: 'not-being-deleted', expression: '!has(object.metadata.deletionTimestamp)' },
      // What was stored before a rule existed may still be labelled and let go; the operator judges it again.
      {
        name: 'asks-something-new',
        expression: "request.operation == 'CREATE' || object.spec != oldObject.spec",
      },
    ],
    variables: [
      ...POLICY_VARIABLES,
      ...placeVariables(fields),
      {
        name: 'outside',
        expression: `variables.places.filter(p, !${hostInside('p.host')})`,
      },
      {
        name: 'open',
        expression: `variables.ranges.filter(r, !${any(`(isIP(r.text) && ${hostInside('r.text')})`, blockInside('r.text'))})`,
      },
    ],
    validations: VALIDATIONS,
  }),
  bound({
    name: `create.${NAME}`,
    policy: NAME,
    without: 'Deny',
    only: { operation: 'CREATE', resource: RESOURCE },
  }),
  // What is there may be let go; a new spec of it is refused by the operator.
  bound({
    name: `update.${NAME}`,
    policy: NAME,
    without: 'Allow',
    only: { operation: 'UPDATE', resource: RESOURCE },
  }),
];
