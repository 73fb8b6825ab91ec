import { judgeHostText } from '../host-ports.ts';
import type { Bench } from '../rule.ts';
import { refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { dig, entries, textOf } from './placed.ts';
import type { Placed } from './placed.ts';
import { judgeAddressText } from './services.ts';

const forbidden = (is: string, accept: string): Verdict =>
  refuse('ForbiddenSetting', { is, accept });

/** Whether a pod resolves names as the cluster does. */
export function* judgeDns(spec: unknown, path: string, bench: Bench): Generator<Placed> {
  if (dig(spec, 'dnsPolicy') === 'Default')
    yield {
      path: `${path}.dnsPolicy`,
      verdict: forbidden(
        'names are resolved as on the node, and its search domains apply',
        'use ClusterFirst',
      ),
    };
  const config = dig(spec, 'dnsConfig');
  for (const [index, address] of entries(dig(config, 'nameservers')).entries())
    yield {
      path: `${path}.dnsConfig.nameservers[${index}]`,
      verdict: judgeAddressText(address, bench),
    };
  for (const [index, domain] of entries(dig(config, 'searches')).entries())
    yield {
      path: `${path}.dnsConfig.searches[${index}]`,
      verdict: judgeSearch(textOf(domain) ?? '', bench),
    };
  if (entries(dig(config, 'options')).length > 0)
    yield {
      path: `${path}.dnsConfig.options`,
      verdict: forbidden('options change which name is tried first', 'leave them out'),
    };
  for (const [index, alias] of entries(dig(spec, 'hostAliases')).entries())
    yield {
      path: `${path}.hostAliases[${index}].ip`,
      verdict: judgeAddressText(dig(alias, 'ip'), bench),
    };
}

/** Domains of the cluster itself, or such as are inside. */
function judgeSearch(domain: string, bench: Bench): Verdict {
  const { clusterDomain } = bench.inside;
  const name = domain.toLowerCase().replace(/\.$/, '');
  const ours = [clusterDomain, `svc.${clusterDomain}`].includes(name);
  return ours || name.endsWith(`.svc.${clusterDomain}`)
    ? { verdict: 'allow', reason: 'ServiceName', host: name, message: '', canonical: name }
    : judgeHostText(domain, bench);
}
