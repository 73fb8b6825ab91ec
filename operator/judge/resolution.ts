import { judgeAddress } from './addresses.ts';
import { parseAddress } from './ip.ts';
import type { Bench } from './rule.ts';
import { refuse } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** An allowed name stays allowed when every answer of DNS is inside; without answers at hand nothing is said. */
export function resolution(verdict: Verdict, bench: Bench): Verdict {
  const { resolves } = bench.context;
  if (verdict.verdict === 'refuse') return verdict;
  if (resolves === undefined) return needsProof(verdict, bench);
  if (resolves.length === 0) return unanswered(verdict.host);
  for (const answer of resolves) {
    const address = parseAddress(answer);
    const judged = address === undefined ? undefined : judgeAddress(address, bench);
    if (judged?.verdict === 'allow') continue;
    return refuse('ResolvesOutside', {
      is: `"${verdict.host}" is answered with ${judged === undefined ? 'what is no address' : `"${judged.host}"`}, which is not inside`,
      accept: 'let DNS answer with addresses of listed blocks alone, or list the block',
      host: verdict.host,
    });
  }
  return verdict;
}

const needsProof = (verdict: Verdict, { inside }: Bench): Verdict =>
  inside.privateDnsNames.has(verdict.host) && verdict.reason === 'ProvenPrivateName'
    ? refuse('Unresolved', {
        is: `"${verdict.host}" is a public name, and nobody has asked how it is answered here`,
        accept: 'it is accepted once every answer of DNS lies inside',
        host: verdict.host,
      })
    : verdict;

const unanswered = (host: string): Verdict =>
  refuse('Unresolved', {
    is: `"${host}" has no answer in DNS`,
    accept: 'let DNS answer with addresses of listed blocks',
    host,
  });
