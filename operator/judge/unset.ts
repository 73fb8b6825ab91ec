import type { Rule } from './rule.ts';
import { firstVerdict } from './rule.ts';
import type { Bench } from './rule.ts';
import { HARMLESS_WHEN_UNSET } from './tables/unset.ts';
import { allow, refuse } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** What decides about a setting that was left out. */
export const UNSET_RULES: readonly Rule<string>[] = [
  {
    id: 'unset-harmless',
    doc: 'A setting may be left out when the software then asks nobody, or does not work at all.',
    judge: (setting) =>
      HARMLESS_WHEN_UNSET.some((harmless) => harmless.setting.test(setting))
        ? allow('NoEndpoint', '', setting)
        : undefined,
  },
];

/** Whether a setting, `NAME` or `NAME when FEATURE is on`, may be left out. What is not known to be harmless is refused. */
export const judgeUnset = (setting: string, bench: Bench): Verdict =>
  firstVerdict(bench.rules.unset, setting, bench) ??
  refuse('DefaultsToExternal', {
    is: 'left out, the software falls back to a public service, or is not known not to',
    accept: 'set it to a server inside, or switch the feature off',
  });
