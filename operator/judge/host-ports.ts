import { judgeAuthority } from './authority.ts';
import { judgeBareHost, judgeHost } from './hosts.ts';
import { firstVerdict } from './rule.ts';
import type { Bench } from './rule.ts';
import type { Verdict } from './verdict.ts';

/** Whether `host[:port]` is inside; IPv6 stands in brackets. */
export function judgeHostPort(text: string, bench: Bench): Verdict {
  const at = text.lastIndexOf('@');
  return (
    firstVerdict(bench.rules.text, text, bench) ??
    judgeAuthority({ text: text.slice(at + 1), userinfo: at >= 0 }, bench)
  );
}

/** Whether a host is inside; no port can follow, so IPv6 may stand with or without brackets. */
export function judgeHostText(text: string, bench: Bench): Verdict {
  const refused = firstVerdict(bench.rules.text, text, bench);
  if (refused !== undefined) return refused;
  const bracketed = text.startsWith('[') && text.endsWith(']');
  return bracketed
    ? judgeHost({ text: text.slice(1, -1), bracketed }, bench)
    : judgeBareHost(text, bench);
}
