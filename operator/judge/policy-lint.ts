import { LISTS } from './policy.ts';
import type { ListName, Policy } from './policy.ts';
import { POLICY_RULES } from './policy-rules.ts';
import type { PolicyRule } from './rule.ts';
import { allow } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** An entry of a list of a policy. */
export interface Entry {
  readonly list: ListName;
  readonly entry: string;
}

/** One entry that may not stand in a policy. */
export interface LintFinding extends Entry {
  /** Path below `spec`: `allowedSuffixes[2]`. */
  readonly path: string;
  readonly verdict: Verdict;
}

/** Whether an entry may stand in a policy; the canonical form is what is compared with. */
export function judgeEntry(
  { list, entry }: Entry,
  policy: Policy,
  rules: readonly PolicyRule[] = POLICY_RULES,
): Verdict {
  const text = canonical(list, entry);
  for (const rule of rules) {
    const verdict = rule.judge({ list, entry, text, policy });
    if (verdict !== undefined) return verdict;
  }
  return allow('Sound', text);
}

/** The form in which an entry counts; undefined when the lint refuses it. */
export function canonicalEntry(entry: Entry, policy: Policy): string | undefined {
  const verdict = judgeEntry(entry, policy);
  return verdict.verdict === 'allow' ? verdict.host : undefined;
}

/** Everything that is wrong with a policy. */
export function lintPolicy(policy: Policy): readonly LintFinding[] {
  return LISTS.flatMap((list) =>
    (policy[list] ?? []).flatMap((entry, index) => {
      const verdict = judgeEntry({ list, entry }, policy);
      return verdict.verdict === 'allow'
        ? []
        : [{ list, entry, path: `${list}[${index}]`, verdict }];
    }),
  );
}

const NAMES: readonly ListName[] = [
  'allowedHosts',
  'allowedSuffixes',
  'privateDnsNames',
  'privateTLDs',
];

/** Case, the leading dot of a suffix and the trailing dot of a name mean nothing. */
function canonical(list: ListName, entry: string): string {
  if (!NAMES.includes(list)) return entry;
  const lower = entry.toLowerCase();
  const led = list !== 'allowedHosts' && lower.startsWith('.') ? lower.slice(1) : lower;
  return led.endsWith('.') ? led.slice(0, -1) : led;
}
