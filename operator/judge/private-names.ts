import { judgeHost } from './hosts.ts';
import type { Bench } from './rule.ts';
import { refuse } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** Whether a service of a cloud is reached by a name that the policy lists as private and DNS proves. */
export function privateName(needed: RegExp, bench: Bench): Verdict {
  const name = [...bench.inside.privateDnsNames].find((listed) => needed.test(listed));
  return name === undefined
    ? refuse('DefaultsToExternal', {
        is: 'a service of a cloud is asked by its public name',
        accept: 'let private DNS answer it, and list the name in AirgapPolicy privateDnsNames',
      })
    : judgeHost({ text: name, bracketed: false }, bench);
}
