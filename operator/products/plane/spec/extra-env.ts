import * as z from 'zod';

import { listMap, shaped } from '../../../api/shape.ts';
import type { ShapeRule } from '../../../api/shape.ts';

/** What the values of some variables look like. */
interface Form {
  readonly names: readonly [string, ...string[]];
  /** Read by the API server and here: what RE2 and JavaScript understand alike. */
  readonly pattern: string;
  readonly says: string;
}

const NUMBER = { pattern: '^[0-9]{1,9}$', says: 'a whole number' };

/**
 * Variables that the product reads and that have no field of their own, by family of parts. From the vendor's chart and
 * community source. Left out are those that we set; those that name a host, which nobody here has judged; the paths and
 * ports that Services and the Ingress rely on; secrets; and ALLOWED_HOSTS, with which probes would fail.
 */
const FAMILIES = {
  django: [
    {
      ...NUMBER,
      names: [
        'SESSION_COOKIE_AGE', // seconds, 604800
        'ADMIN_SESSION_COOKIE_AGE', // seconds, 3600
        'SIGNED_URL_EXPIRATION', // seconds, 3600
        'HARD_DELETE_AFTER_DAYS', // 60
        'UNUPLOADED_ASSET_DELETE_DAYS',
      ],
    },
    { names: ['SESSION_SAVE_EVERY_REQUEST'], pattern: '^[01]$', says: '0 or 1' },
    {
      names: ['SESSION_COOKIE_NAME'],
      pattern: '^[A-Za-z0-9_-]{1,64}$',
      says: '1 to 64 letters, digits, "_" and "-"',
    },
    {
      // Domains to which no webhook goes; it only ever takes away.
      names: ['WEBHOOK_DISALLOWED_DOMAINS'],
      pattern: '^[a-z0-9.-]+(,[a-z0-9.-]+)*$',
      says: 'domains, with a comma between them',
    },
    { names: ['LDAP_TLS_REQUIRE_CERT'], pattern: '^(never|demand)$', says: 'never or demand' },
  ],
  live: [
    { names: ['COMPRESSION_LEVEL'], pattern: '^[0-9]$', says: '0 to 9' },
    { ...NUMBER, names: ['COMPRESSION_THRESHOLD'] }, // bytes, 5000
  ],
  silo: [{ ...NUMBER, names: ['DEDUP_INTERVAL'] }], // seconds, 3
} as const satisfies Record<string, readonly Form[]>;

/** Parts that read the same variables. */
export type Family = keyof typeof FAMILIES;

/** Names that a family knows. */
export const namesOf = (family: Family): readonly string[] =>
  FAMILIES[family].flatMap(({ names }) => [...names]);

interface Variable {
  readonly name: string;
  /** Undefined where it is missing, which is another finding. */
  readonly value: string | undefined;
}

const ruleOf = ({ names, pattern, says }: Form): ShapeRule<Variable> => ({
  rule: `!(self.name in [${names.map((name) => `'${name}'`).join(', ')}]) || self.value.matches('${pattern}')`,
  message: `give ${names.join(', ')} ${says}`,
  judge: ({ name, value }) =>
    names.includes(name) && value !== undefined && !new RegExp(pattern).test(value)
      ? `has ${JSON.stringify(value)} for ${name}`
      : undefined,
});

/** The schema of {@link extraEnv}. */
export type ExtraEnv = z.ZodOptional<z.ZodArray<ReturnType<typeof variable>>>;

const variable = (family: Family) =>
  shaped(
    z.strictObject({
      name: z.enum(namesOf(family)).meta({ description: 'Name of the variable.' }),
      value: z.string().min(1).max(512).meta({ description: 'Its value.' }),
    }),
    'One variable.',
    FAMILIES[family].map(ruleOf),
  );

/** Variables for the container of a part: a closed list, because a wrong one may lead outside. */
export const extraEnv = (family: Family): ExtraEnv =>
  listMap(
    z.array(variable(family)).max(16),
    'Variables that the product reads and that have no field of their own. Parts that work together need the same values.',
    'name',
  ).optional();
