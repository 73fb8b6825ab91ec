import { AirgapPolicySpec } from '../api/policy.ts';
import { createJudge } from '../judge/judge.ts';
import type { Judge } from '../judge/judge.ts';
import { lintPolicy } from '../judge/policy-lint.ts';
import type { Policy } from '../judge/policy.ts';
import type { Refused } from '../judge/verdict.ts';

/** What counts as inside for one namespace. */
export type PolicyFact =
  /** Offline, and none was given: nothing is judged. */
  | { readonly kind: 'unknown' }
  /** There is none, or none that can be read: nothing is inside. */
  | { readonly kind: 'missing'; readonly why: string }
  | { readonly kind: 'known'; readonly judge: Judge; readonly tooWide: readonly TooWide[] };

/** An entry that lets nothing in. */
export interface TooWide {
  /** Path in the policy: `spec.allowedSuffixes[2]`. */
  readonly path: string;
  readonly verdict: Refused;
}

/** Offline, and none was given. */
export const UNKNOWN_POLICY: PolicyFact = { kind: 'unknown' };

/** Judges are made once for each stored policy and namespace: the cache hands out the same object until it changes. */
const made = new WeakMap<object, Map<string, PolicyFact>>();

/** What a stored `spec` of the AirgapPolicy means for a namespace; undefined when there is none. */
export function policyFor(stored: unknown, namespace: string): PolicyFact {
  if (typeof stored !== 'object' || stored === null)
    return { kind: 'missing', why: 'there is no AirgapPolicy "cluster"' };
  const known = made.get(stored) ?? new Map<string, PolicyFact>();
  made.set(stored, known);
  const fact = known.get(namespace) ?? read(stored, namespace);
  known.set(namespace, fact);
  return fact;
}

function read(stored: object, namespace: string): PolicyFact {
  const parsed = AirgapPolicySpec.safeParse(stored);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = ['spec', ...(issue?.path ?? [])].join('.');
    return {
      kind: 'missing',
      why: `the AirgapPolicy "cluster" cannot be read: ${path}: ${issue?.message ?? ''}`,
    };
  }
  const { namespaces = [], ...lists } = parsed.data;
  const index = namespaces.findIndex(({ name }) => name === namespace);
  const policy: Policy = { ...lists, ...namespaces[index] };
  return { kind: 'known', judge: createJudge(policy), tooWide: tooWide(policy) };
}

const tooWide = (policy: Policy): readonly TooWide[] =>
  lintPolicy(policy).flatMap(({ path, verdict }) =>
    verdict.verdict === 'refuse' ? [{ path: `spec.${path}`, verdict }] : [],
  );
