import { sha256 } from '../lib/digest.ts';
import type { Demand } from '../license/demand.ts';
import { judgeDeclared } from '../license/judge.ts';
import type { Judgement } from '../license/judge.ts';
import type { RevocationList } from '../license/revocation.ts';
import type { LicenseSource } from '../model/model.ts';
import type { SecretFact, SecretValue } from '../observe/secrets.ts';

/** A licence file is opaque and small; more than this is somebody's mistake. In bytes. */
const MAX_BYTES = 262_144;

/** A signed licence, judged. */
export interface SignedLicense {
  readonly kind: 'Signed';
  readonly source: LicenseSource;
  /** What there is to say. */
  readonly shown: Judgement;
  /** What counts. */
  readonly inForce: Judgement;
  /** The token that the product is given; undefined where there is none at all. Never shown. */
  readonly token: string | undefined;
  /** The pinned key that verified the licence in force, in PEM; where none does now, the one that did. */
  readonly publicKey: string | undefined;
  /** Tenant that it has to be for. */
  readonly tenant: string | undefined;
  /** UID of the namespace kube-system. */
  readonly cluster: string | undefined;
  /** Other installations whose status names the same licence, as `namespace/name`. */
  readonly sharedWith: readonly string[];
  /** What the spec asks for that a licence has to permit. */
  readonly demands: readonly Demand[];
  /** The newest revocation list. */
  readonly list: RevocationList | undefined;
  /** What of keys and lists was ignored. */
  readonly notes: readonly string[];
}

/** A licence file that only the product can read. */
export interface OpaqueLicense {
  readonly kind: 'Opaque';
  readonly source: LicenseSource;
  /** Undefined where there is none, or it is of no use. */
  readonly file: { readonly bytes: number; readonly digest: string } | undefined;
  readonly problem: 'missing' | 'empty' | 'too large' | undefined;
  /** Where the declared end is from now. */
  readonly declared: Judgement | undefined;
  readonly steps: readonly string[];
}

/** A signed licence that cannot be judged now. */
export interface UnjudgedLicense {
  readonly kind: 'Unjudged';
  readonly source: LicenseSource;
}

/** What is known of the licence of one spec. */
export type LicenseFacts = SignedLicense | OpaqueLicense | UnjudgedLicense;

/** Looks at a licence file without reading it. */
export function opaqueLicense(
  source: LicenseSource,
  fact: SecretFact | undefined,
  { steps, at }: { readonly steps: readonly string[]; readonly at: number },
): OpaqueLicense {
  const value = fact?.[source.key];
  const problem = problemOf(value?.bytes);
  return {
    kind: 'Opaque',
    source,
    file:
      value === undefined || problem !== undefined
        ? undefined
        : { bytes: value.bytes, digest: digestOf(value) },
    problem,
    declared:
      source.declaredExpiry === undefined ? undefined : judgeDeclared(source.declaredExpiry, at),
    steps,
  };
}

const digestOf = (value: SecretValue): string =>
  'text' in value ? sha256(value.text) : (value.digest ?? '');

function problemOf(bytes: number | undefined): OpaqueLicense['problem'] {
  if (bytes === undefined) return 'missing';
  if (bytes === 0) return 'empty';
  return bytes > MAX_BYTES ? 'too large' : undefined;
}

/** When what is said of a licence changes by itself, in milliseconds since the epoch; undefined when it does not. */
export function nextOf(license: LicenseFacts | undefined): number | undefined {
  if (license?.kind === 'Signed') return license.shown.next;
  return license?.kind === 'Opaque' ? license.declared?.next : undefined;
}

/** By it installations of several clusters are compared: equal where one licence is used twice in one cluster. */
export const bindingOf = (jti: string, cluster: string): string => sha256(`${jti}|${cluster}`);
