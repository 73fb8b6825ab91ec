import {
  COMPATIBLE_BLOCKS,
  EMBEDDING_BLOCKS,
  LOOPBACK_ADDRESSES,
  METADATA_BLOCKS,
  PRIVATE_BLOCKS,
  SPECIAL_BLOCKS,
} from '../judge/tables/addresses.ts';
import {
  CLUSTER_DOMAIN,
  CLUSTERSET_DOMAIN,
  LOOPBACK_NAMES,
  METADATA_NAMES,
  PRIVATE_TLDS,
  RESERVED_TLDS,
} from '../judge/tables/names.ts';
import { LABEL, MAX_HOST, NAME } from '../judge/tables/patterns.ts';
import { all, any, below, text, texts, within } from './cel.ts';

/** A named expression of a ValidatingAdmissionPolicy. */
export interface Variable {
  readonly name: string;
  readonly expression: string;
}

/** Lists of the policy by name of the variable, with what counts where the policy says nothing. */
const LISTS = {
  hosts: { field: 'allowedHosts', otherwise: '[]' },
  suffixes: { field: 'allowedSuffixes', otherwise: '[]' },
  blocks: { field: 'allowedCIDRs', otherwise: '[]' },
  registries: { field: 'allowedRegistries', otherwise: '[]' },
  zones: { field: 'privateTLDs', otherwise: texts(PRIVATE_TLDS) },
  proven: { field: 'privateDnsNames', otherwise: '[]' },
  translated: { field: 'nat64Prefixes', otherwise: '[]' },
  privateAddresses: { field: 'allowPrivateIPLiterals', otherwise: 'true' },
  dotless: { field: 'allowDotless', otherwise: 'false' },
  loopback: { field: 'allowLoopback', otherwise: 'false' },
  otherClusters: { field: 'multiClusterServices', otherwise: 'false' },
  clusterDomain: { field: 'clusterDomain', otherwise: text(CLUSTER_DOMAIN) },
} as const;

/** Blocks that no policy opens, as far as CEL can read them: it takes no IPv4-mapped address at all. */
const NEVER = [...METADATA_BLOCKS, ...EMBEDDING_BLOCKS, ...SPECIAL_BLOCKS, ...COMPATIBLE_BLOCKS]
  .map(({ cidr }) => cidr)
  .filter((cidr) => !cidr.startsWith('::ffff:0:0/'));

/** Fields that a namespace may say for itself. */
const PER_NAMESPACE: readonly string[] = [
  'allowedHosts',
  'allowedSuffixes',
  'allowedCIDRs',
  'allowedRegistries',
  'privateDnsNames',
];

function listOf(field: string, otherwise: string): string {
  const common = `has(params.spec.${field}) ? params.spec.${field} : ${otherwise}`;
  return PER_NAMESPACE.includes(field)
    ? `variables.own.exists(n, has(n.${field})) ? variables.own[0].${field} : (${common})`
    : common;
}

/** The lists that count for the namespace of the request: its own where it has one, else those of the cluster. */
export const POLICY_VARIABLES: readonly Variable[] = [
  {
    name: 'own',
    expression:
      'has(params.spec.namespaces) ? params.spec.namespaces.filter(n, n.name == request.namespace) : []',
  },
  ...Object.entries(LISTS).map(([name, { field, otherwise }]) => ({
    name,
    expression: listOf(field, otherwise),
  })),
  { name: 'never', expression: texts(NEVER) },
];

/** Whether an address is inside. `h` is the name of a variable of CEL that holds an IP address as text. */
const addressInside = (h: string): string =>
  any(
    all('variables.loopback', within(texts(LOOPBACK_ADDRESSES), h)),
    all(
      `!${within('variables.never', h)}`,
      `!${within('variables.translated', h)}`,
      any(
        within('variables.blocks', h),
        all('variables.privateAddresses', within(texts(PRIVATE_BLOCKS), h)),
      ),
    ),
  );

const OTHER_CLUSTERS = `[.]svc[.]${CLUSTERSET_DOMAIN.replaceAll('.', '[.]')}`;

/** Whether a name of canonical form is inside: the order is the judge's. */
const nameInside = (h: string): string =>
  any(
    all('variables.loopback', `${h} == 'localhost'`),
    all(
      `${h}.size() <= ${MAX_HOST}`,
      `${h}.matches('^${NAME}$')`,
      `!${below(texts(METADATA_NAMES), h)}`,
      `!(${h} in ${texts(LOOPBACK_NAMES)})`,
      `!${below(texts(RESERVED_TLDS), h)}`,
      any(
        `${h}.matches('^(${LABEL}[.]){2,3}svc([.]' + variables.clusterDomain.replace('.', '[.]') + ')?$')`,
        all(
          'variables.otherClusters',
          `${h}.matches('^${LABEL}([.]${LABEL}){1,2}${OTHER_CLUSTERS}$')`,
        ),
        all(
          `!${below("['svc', string(variables.clusterDomain)]", h)}`,
          any(
            `${h} in variables.hosts`,
            // Which Services there are is the operator's to see.
            all('variables.dotless', `!${h}.contains('.')`),
            all(
              `${h}.contains('.')`,
              any(
                `${h} in variables.proven`,
                below('variables.suffixes', h),
                `variables.zones.exists(z, ${h}.endsWith('.' + z))`,
              ),
            ),
          ),
        ),
      ),
    ),
  );

/** Whether a host in canonical form is inside, as an expression over a variable of CEL. */
export const hostInside = (h: string): string =>
  `(isIP(${h}) ? ${addressInside(h)} : ${nameInside(h)})`;

/** Whether a block of addresses is inside as a whole. Written without containsCIDR, which is wrong before 1.32.4. */
export const blockInside = (b: string): string => {
  const covered = (list: string): string =>
    `${list}.exists(c, isCIDR(c) && cidr(c).containsIP(cidr(${b}).ip()) && cidr(c).prefixLength() <= cidr(${b}).prefixLength())`;
  return all(
    `isCIDR(${b})`,
    `string(cidr(${b}).masked()) == ${b}`,
    any(
      covered('variables.blocks'),
      all('variables.privateAddresses', covered(texts(PRIVATE_BLOCKS))),
    ),
  );
};
