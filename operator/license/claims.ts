import * as z from 'zod';

import { digest } from '../lib/digest.ts';
import { ok } from '../lib/result.ts';
import type { Result } from '../lib/result.ts';
import { flawed } from './flaw.ts';
import type { Flaw } from './flaw.ts';
import type { PinnedKey } from './key-set.ts';

/** Limits of a licence; -1 is unlimited. */
export const LIMITS = [
  'users',
  'ai_credits',
  'data_volume_gb',
  'data_retention_days',
  'runbooks',
] as const;
/** One limit. */
export type Limit = (typeof LIMITS)[number];

/** What a licence says. Times are milliseconds since the epoch. */
export interface License {
  /** By it a licence is known again: one licence has many spellings as a token. */
  readonly jti: string | undefined;
  readonly issuer: string | undefined;
  readonly plan: string;
  readonly planName: string | undefined;
  readonly tenant: string | undefined;
  readonly addons: readonly string[];
  readonly limits: Readonly<Record<Limit, number>>;
  readonly issued: number;
  readonly notBefore: number | undefined;
  /** The first moment at which it is not valid any more (RFC 7519, 4.1.4). */
  readonly expires: number;
  readonly graceEnds: number;
  /** UIDs of the namespace kube-system of the clusters that it is for; undefined for any. */
  readonly clusters: readonly string[] | undefined;
  /** Rises with every licence of a tenant. */
  readonly seq: number | undefined;
  /** It only adds to the licence of this `jti`. */
  readonly addonOf: string | undefined;
  /** Claims that nobody here understands. */
  readonly unknown: readonly string[];
  /** Digest of all claims: two licences with one `jti` differ in it. */
  readonly digest: string;
  readonly keyId: string;
}

const DAY = 86_400;
/** 2100-01-01 in seconds: later than it is a time in milliseconds. */
const LATEST = 4_102_444_800;
/** Longest life of a licence, in seconds: five years. */
const LONGEST = 5 * 366 * DAY;
/** Days of grace when the licence does not say, and most that it may say. */
const GRACE = { usual: 14, most: 60 };
/** A licence that names an audience has to name us. */
const AUDIENCE = 'plane-airgapped';

const seconds = z.int().min(0).max(LATEST);
const text = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^\p{C}]*$/u);
const limit = z.int().min(-1);

const Claims = z.looseObject({
  iat: seconds,
  exp: seconds,
  nbf: seconds.optional(),
  iss: text.optional(),
  sub: text.optional(),
  aud: z.union([text, z.array(text).min(1).max(16)]).optional(),
  jti: text.optional(),
  tenant_id: text.optional(),
  cluster_uid: z.union([text, z.array(text).min(1).max(16)]).optional(),
  seq: z.int().min(0).optional(),
  grace_days: z.int().min(0).max(3_650).optional(),
  addon_of: text.optional(),
  rehearsal: z.literal(true).optional(),
  plan_id: text,
  plan_name: text.optional(),
  active_addons: z.array(text).max(64).optional(),
  limits: z.looseObject({
    users: limit,
    ai_credits: limit.optional(),
    data_volume_gb: limit.optional(),
    data_retention_days: limit.optional(),
    runbooks: limit.optional(),
  }),
});
type Claims = z.output<typeof Claims>;

const KNOWN: ReadonlySet<string> = new Set(Object.keys(Claims.shape));

/** What claims have to fit of the key that signed them. */
export type Signer = Pick<PinnedKey, 'kid' | 'issuer' | 'isRehearsal'>;

/** Reads the claims of a licence that `key` has signed. Nothing that the claims hold is repeated in a message. */
export function readClaims(
  payload: Readonly<Record<string, unknown>>,
  key: Signer,
): Result<License, Flaw> {
  const parsed = Claims.safeParse(payload);
  if (!parsed.success) return shapeFlaw(parsed.error.issues, payload);
  const claims = parsed.data;
  const fault = contradiction(claims) ?? wrongRehearsal(claims, key);
  if (fault !== undefined) return flawed('Claim', fault);
  const audience = listOf(claims.aud);
  if (audience !== undefined && !audience.includes(AUDIENCE))
    return flawed('Audience', `is made for another program: "aud" has to name ${AUDIENCE}`);
  if (key.issuer !== undefined && claims.iss !== undefined && claims.iss !== key.issuer)
    return flawed('Audience', 'names another issuer than the one of the key that signed it');
  return ok(license(claims, { payload, keyId: key.kid }));
}

/** Paths are ours; of a value only its kind is told. */
function shapeFlaw(
  issues: readonly z.core.$ZodIssue[],
  payload: Readonly<Record<string, unknown>>,
): Result<never, Flaw> {
  const [missing, wrong] = [true, false].map((absent) =>
    [...new Set(issues.map(({ path }) => path.join('.')))].filter(
      (path) => (at(payload, path) === undefined) === absent,
    ),
  );
  if (wrong !== undefined && wrong.length > 0)
    return flawed('Claim', `has claims of a wrong kind or size: ${wrong.join(', ')}`);
  return flawed('ClaimMissing', `lacks claims: ${(missing ?? []).join(', ')}`);
}

const at = (payload: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null
          ? (value as Readonly<Record<string, unknown>>)[name]
          : undefined,
      payload,
    );

function contradiction({ iat, exp, nbf, sub, tenant_id: tenant }: Claims): string | undefined {
  if (exp <= iat) return 'ends before it was issued';
  if (nbf !== undefined && nbf >= exp) return 'ends before it begins';
  if (exp - iat > LONGEST) return 'runs for more than five years';
  if (sub !== undefined && tenant !== undefined && sub !== tenant)
    return 'names one tenant in "sub" and another in "tenant_id"';
  return undefined;
}

function wrongRehearsal({ rehearsal }: Claims, { isRehearsal }: Signer): string | undefined {
  if (isRehearsal === (rehearsal === true)) return undefined;
  return isRehearsal
    ? 'is signed by a key for rehearsals and does not say that it is one'
    : 'is a rehearsal, and the key that signed it is not one for rehearsals';
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] | undefined =>
  typeof value === 'string' ? [value] : value;

const license = (
  claims: Claims,
  {
    payload,
    keyId,
  }: { readonly payload: Readonly<Record<string, unknown>>; readonly keyId: string },
): License => ({
  jti: claims.jti,
  issuer: claims.iss,
  plan: claims.plan_id,
  planName: claims.plan_name,
  tenant: claims.tenant_id ?? claims.sub,
  addons: [...new Set(claims.active_addons ?? [])].sort(),
  limits: {
    users: claims.limits.users,
    ai_credits: claims.limits.ai_credits ?? 0,
    data_volume_gb: claims.limits.data_volume_gb ?? 0,
    data_retention_days: claims.limits.data_retention_days ?? 0,
    runbooks: claims.limits.runbooks ?? 0,
  },
  issued: claims.iat * 1_000,
  notBefore: claims.nbf === undefined ? undefined : claims.nbf * 1_000,
  expires: claims.exp * 1_000,
  graceEnds: (claims.exp + Math.min(claims.grace_days ?? GRACE.usual, GRACE.most) * DAY) * 1_000,
  clusters: listOf(claims.cluster_uid),
  seq: claims.seq,
  addonOf: claims.addon_of,
  unknown: Object.keys(payload).filter((name) => !KNOWN.has(name)),
  digest: digest(payload),
  keyId,
});
