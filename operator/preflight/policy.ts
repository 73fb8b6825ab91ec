import type * as z from 'zod';

import { AirgapPolicySpec, policyFor } from '../api/policy.ts';
import { createJudge } from '../judge/judge.ts';
import type { Judge } from '../judge/judge.ts';
import { lintPolicy } from '../judge/policy-lint.ts';

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
  /** What is wrong with it. */
  readonly is: string;
  /** What would be accepted. */
  readonly accept: string;
}

/** Offline, and none was given. */
export const UNKNOWN_POLICY: PolicyFact = { kind: 'unknown' };

/** Judges are made once for each stored policy and namespace: the cache hands out the same object until it changes. */
const made = new WeakMap<object, Map<string, PolicyFact>>();

/** What a stored `spec` of the AirgapPolicy means for a namespace; undefined when there is none. */
export function policyFact(stored: unknown, namespace: string): PolicyFact {
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
  const spec = parsed.success
    ? parsed
    : AirgapPolicySpec.safeParse(without(stored, entriesOf(parsed.error)));
  if (!spec.success) {
    const [issue] = spec.error.issues;
    const path = ['spec', ...(issue?.path ?? [])].join('.');
    return {
      kind: 'missing',
      why: `the AirgapPolicy "cluster" cannot be read: ${path}: ${issue?.message ?? ''}`,
    };
  }
  const policy = policyFor(spec.data, namespace);
  const dropped = parsed.success ? [] : entriesOf(parsed.error);
  return {
    kind: 'known',
    judge: createJudge(policy),
    tooWide: [
      ...dropped.map(({ path, message }) => ({
        path: `spec.${path
          .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
          .join('')
          .slice(1)}`,
        is: 'stands there against a rule that is newer than it',
        accept: message,
      })),
      ...lintPolicy(policy).flatMap(({ path, verdict }) =>
        verdict.verdict === 'refuse'
          ? [{ path: `spec.${path}`, is: verdict.is, accept: verdict.accept }]
          : [],
      ),
    ],
  };
}

interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Entries of lists with which something is wrong; what is wrong elsewhere makes the whole unreadable. */
const entriesOf = ({ issues }: z.ZodError): readonly Issue[] =>
  issues.flatMap(({ path, message }) => {
    const end = path.findLastIndex((step) => typeof step === 'number');
    return end < 1 ? [] : [{ path: path.slice(0, end + 1) as Issue['path'], message }];
  });

/** The policy without some entries of its lists. */
function without(stored: object, entries: readonly Issue[]): unknown {
  const copy: unknown = structuredClone(stored);
  // From behind, so that what stands in front keeps its place.
  for (const { path } of [...entries].reverse()) {
    const index = path.at(-1);
    const list = path
      .slice(0, -1)
      .reduce<unknown>((node, step) => (node as Record<string | number, unknown>)[step], copy);
    if (Array.isArray(list) && typeof index === 'number') list.splice(index, 1);
  }
  return copy;
}
