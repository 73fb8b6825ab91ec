import { judgeAnnotation } from './annotations.ts';
import { compile } from './compile.ts';
import type { Context } from './context.ts';
import { judgeDsn } from './dsn.ts';
import { judgeEnv } from './env.ts';
import { judgeHostPort, judgeHostText } from './host-ports.ts';
import { judgeImage } from './images.ts';
import type { Inside } from './inside.ts';
import { judgeList } from './lists.ts';
import { judgeObject, judgeObjectText } from './objects.ts';
import type { Policy } from './policy.ts';
import { judgePolicyText } from './policy-text.ts';
import { RULES } from './registry.ts';
import type { Bench, Placed, RuleTable } from './rule.ts';
import { judgeUnset } from './unset.ts';
import { judgeUrl } from './urls.ts';
import { refuse } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** How texts of one kind are judged. */
const KINDS = {
  url: judgeUrl,
  host: judgeHostText,
  hostport: judgeHostPort,
  dsn: judgeDsn,
  image: judgeImage,
  list: judgeList,
  policy: judgePolicyText,
  env: judgeEnv,
  annotation: judgeAnnotation,
  unset: judgeUnset,
  object: judgeObjectText,
} as const satisfies Readonly<Record<string, (text: string, bench: Bench) => Verdict>>;

/** Kinds of texts that can be judged. */
export type Kind = keyof typeof KINDS;

/** Kinds of texts that can be judged, for usage messages. */
export const KIND_NAMES = Object.keys(KINDS) as readonly Kind[];

/** Something to be judged. */
export interface Subject {
  readonly kind: Kind;
  readonly input: string;
  /** What is known around it; nothing when left out. */
  readonly context?: Context;
}

/** Judges one subject after another by one policy. */
export type Judge = (subject: Subject) => Verdict;

/**
 * A judge of one policy, made once and used often. Without a policy everything is refused.
 *
 * `rules` is for the test that shows that each rule counts.
 */
export function createJudge(policy: Policy | undefined, rules: RuleTable = RULES): Judge {
  if (policy === undefined) return () => NO_POLICY;
  const inside = compile(policy);
  return ({ kind, input, context = NOTHING }) => KINDS[kind](input, { inside, context, rules });
}

/** Everything about one object that is refused, each with its path; empty when nothing is. */
export type Inspection = (object: unknown, context?: Context) => readonly Placed[];

/** Judges whole objects by one policy: all refusals at once, where {@link createJudge} tells the first. */
export function createInspection(policy: Policy | undefined): Inspection {
  if (policy === undefined) return () => [{ path: '', verdict: NO_POLICY }];
  const inside = compile(policy);
  return (object, context = NOTHING) =>
    [...judgeObject(object, { inside, context, rules: RULES })].filter(
      ({ verdict }) => verdict.verdict === 'refuse',
    );
}

/** One verdict; see {@link createJudge} for many. */
export const judge = (subject: Subject, policy: Policy | undefined): Verdict =>
  createJudge(policy)(subject);

/** What a policy lets in, for those who make patterns and rules of it. */
export type { Inside };

const NOTHING: Context = {};
const NO_POLICY = refuse('NoPolicy', {
  is: 'there is no AirgapPolicy "cluster", so nothing counts as inside',
  accept: 'an administrator of the cluster creates one',
});
