import { readFileSync } from 'node:fs';

import { createJudge, KIND_NAMES } from '../../operator/judge/judge.ts';
import type { Judge, Subject } from '../../operator/judge/judge.ts';
import type { Policy } from '../../operator/judge/policy.ts';
import { RULES } from '../../operator/judge/registry.ts';
import type { RuleTable } from '../../operator/judge/rule.ts';
import type { Verdict } from '../../operator/judge/verdict.ts';

/** A text with the verdict that it must get. */
export interface VectorCase extends Subject {
  readonly id: string;
  /** Name of a policy in test/vectors/policies.json or own-policies.json. */
  readonly policy: string;
  readonly expect: Verdict['verdict'];
  readonly reason?: string;
  /** Words of the message, where only they tell two rules apart. */
  readonly says?: string;
  readonly why: string;
}

type PolicyCase = Policy & {
  readonly mcs?: boolean;
  readonly bareExtraEnv?: boolean;
  readonly knownServices?: readonly string[];
};

const read = (file: string): unknown =>
  JSON.parse(readFileSync(`${import.meta.dirname}/../vectors/${file}`, 'utf8'));

const POLICIES = {
  ...(read('policies.json') as object),
  ...(read('own-policies.json') as object),
} as Readonly<Record<string, PolicyCase>>;

/** The published cases, and our own. */
export const CASES: readonly VectorCase[] = [
  ...(read('endpoints.json') as readonly VectorCase[]),
  ...(read('own.json') as readonly VectorCase[]),
].filter(({ kind }) => KIND_NAMES.includes(kind));

/** A policy of the cases by name, in our words. */
export function policyOf(name: string): Policy {
  const { mcs = false, bareExtraEnv = false, ...policy } = POLICIES[name] ?? {};
  return { ...policy, multiClusterServices: mcs, freeFormEnv: bareExtraEnv };
}

/** Judges cases by some rules; a judge of one policy is made once. */
export function judgeOfCases(rules: RuleTable = RULES): (one: VectorCase) => Verdict {
  const judges = new Map<string, Judge>();
  return ({ kind, input, policy, context }) => {
    const judge = judges.get(policy) ?? createJudge(policyOf(policy), rules);
    judges.set(policy, judge);
    return judge({
      kind,
      input,
      context: { services: POLICIES[policy]?.knownServices ?? [], ...context },
    });
  };
}

/** Whether a case gets another verdict than it must, another reason, or other words. */
export const fails = ({ expect, reason, says = '' }: VectorCase, verdict: Verdict): boolean =>
  verdict.verdict !== expect ||
  (reason !== undefined && verdict.reason !== reason) ||
  !verdict.message.includes(says);

/** What the judge says of a case. */
export const verdictOf = judgeOfCases();
