import { judgeBlock } from '../blocks.ts';
import { judgeHost } from '../hosts.ts';
import type { Bench } from '../rule.ts';
import { allow, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { dig, entries, members, textOf } from './placed.ts';
import type { Placed } from './placed.ts';

const OPEN: Verdict = refuse('OpenNetwork', {
  is: 'the rule names no destination, so it allows all of them',
  accept: 'name pods, namespaces or blocks of AirgapPolicy allowedCIDRs',
});

/** Whether a NetworkPolicy lets packets leave to addresses inside alone; policies add up, so each is judged by itself. */
export function* judgeNetworkPolicy(spec: unknown, path: string, bench: Bench): Generator<Placed> {
  for (const [index, rule] of entries(dig(spec, 'egress')).entries()) {
    const peers = entries(dig(rule, 'to'));
    const place = `${path}.egress[${index}]`;
    if (peers.length === 0) yield { path: place, verdict: OPEN };
    for (const [nth, peer] of peers.entries())
      yield { path: `${place}.to[${nth}]`, verdict: judgePeer(peer, bench) };
  }
  yield { path, verdict: allow('NoEndpoint', '') };
}

function judgePeer(peer: unknown, bench: Bench): Verdict {
  const { ipBlock, podSelector, namespaceSelector } = members(peer);
  if (ipBlock === undefined)
    return podSelector === undefined && namespaceSelector === undefined
      ? OPEN
      : allow('NoEndpoint', '');
  return opened(judgeBlock(textOf(dig(ipBlock, 'cidr')) ?? '', bench));
}

const opened = (verdict: Verdict): Verdict =>
  verdict.verdict === 'allow' ? verdict : { ...verdict, reason: 'OpenNetwork' };

/** Entities of Cilium that are inside of the cluster. */
const ENTITIES: readonly string[] = [
  'cluster',
  'host',
  'remote-node',
  'kube-apiserver',
  'health',
  'init',
];

/** Whether a CiliumNetworkPolicy lets packets leave to what is inside alone. */
export function* judgeCiliumPolicy(spec: unknown, path: string, bench: Bench): Generator<Placed> {
  for (const [index, rule] of entries(dig(spec, 'egress')).entries()) {
    const place = `${path}.egress[${index}]`;
    const targets = Object.keys(members(rule)).filter(
      (name) => name.startsWith('to') && name !== 'toPorts',
    );
    if (targets.length === 0) yield { path: place, verdict: OPEN };
    yield* judgeCiliumRule(rule, place, bench);
  }
  yield { path, verdict: allow('NoEndpoint', '') };
}

function* judgeCiliumRule(rule: unknown, path: string, bench: Bench): Generator<Placed> {
  for (const entity of entries(dig(rule, 'toEntities')))
    yield {
      path: `${path}.toEntities`,
      verdict: ENTITIES.includes(textOf(entity) ?? '') ? allow('NoEndpoint', '') : OPEN,
    };
  for (const block of [
    ...entries(dig(rule, 'toCIDR')),
    ...entries(dig(rule, 'toCIDRSet')).map((set) => dig(set, 'cidr')),
  ])
    yield { path: `${path}.toCIDR`, verdict: opened(judgeBlock(textOf(block) ?? '', bench)) };
  for (const name of entries(dig(rule, 'toFQDNs')))
    yield {
      path: `${path}.toFQDNs`,
      verdict: opened(
        judgeHost({ text: textOf(dig(name, 'matchName')) ?? '', bracketed: false }, bench),
      ),
    };
}
