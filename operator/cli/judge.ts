import { createJudge } from '../judge/judge.ts';
import type { Judge, Kind } from '../judge/judge.ts';
import { lintPolicy } from '../judge/policy-lint.ts';
import { GROUNDS, REFUSALS } from '../judge/reasons.ts';
import type { Verdict } from '../judge/verdict.ts';
import { OperatorError } from '../lib/errors.ts';
import { readCases, readPolicies, readPolicy } from './cases.ts';
import type { Console } from './print.ts';

/** `judge --policies FILE --vectors FILE`: one JSON line for each case; exit status 0 whatever the verdicts are. */
export async function judgeCases(
  { policies, vectors }: { readonly policies: string; readonly vectors: string },
  console: Console,
): Promise<number> {
  const known = await readPolicies(policies);
  const judges = new Map<string, Judge>();
  for (const { id, policy: name, ...subject } of await readCases(vectors)) {
    const found = known.get(name);
    if (found === undefined)
      throw new OperatorError(
        'ERR_INPUT',
        `Cannot judge case "${id}": "${policies}" has no policy "${name}"`,
      );
    const judge = judges.get(name) ?? createJudge(found.policy);
    judges.set(name, judge);
    const context = { services: found.services, ...subject.context };
    const { verdict, reason, host, message } = judge({ ...subject, context });
    console.out(`${JSON.stringify({ id, verdict, reason, host, message })}\n`);
  }
  return 0;
}

/** `judge --kind KIND --policy FILE TEXT`: explains one verdict in one namespace; exit status 1 for a refusal. */
export async function judgeText(
  {
    kind,
    policy: file,
    namespace,
    input,
  }: {
    readonly kind: Kind;
    readonly policy: string;
    readonly namespace: string;
    readonly input: string;
  },
  console: Console,
): Promise<number> {
  const { policy, services } = await readPolicy(file, namespace);
  for (const { path, verdict } of lintPolicy(policy))
    console.error(`${file}: spec.${path} lets nothing in: ${verdict.message}\n`);
  const verdict = createJudge(policy)({ kind, input, context: { services } });
  console.out(explained(verdict));
  return verdict.verdict === 'allow' ? 0 : 1;
}

function explained(verdict: Verdict): string {
  const of = verdict.host === '' ? '' : ` ${verdict.host}`;
  return verdict.verdict === 'allow'
    ? `allow${of}: ${GROUNDS[verdict.reason]} [${verdict.reason}]\n`
    : `refuse${of}: ${REFUSALS[verdict.reason]} [${verdict.reason}]\n  ${verdict.message.replace('; ', '\n  ')}\n`;
}
