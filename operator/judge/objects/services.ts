import { judgeAddress } from '../addresses.ts';
import { judgeHost } from '../hosts.ts';
import { parseAddress } from '../ip.ts';
import type { Bench } from '../rule.ts';
import { allow, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { dig, entries, members, textOf } from './placed.ts';
import type { Placed } from './placed.ts';

/** Whether an address of an object is inside. */
export function judgeAddressText(text: unknown, bench: Bench): Verdict {
  const address = parseAddress(textOf(text) ?? '');
  return address === undefined
    ? refuse('NotCanonical', {
        is: 'what stands there is no address in its one spelling',
        accept: 'write an address of a listed block',
      })
    : judgeAddress(address, bench);
}

const leadsOutside = (verdict: Verdict): Verdict =>
  verdict.verdict === 'allow' ? verdict : { ...verdict, reason: 'ServiceLeadsOutside' };

/** An alias is a name, never an address: digits are looked up as a name. */
function judgeAlias(name: string, bench: Bench): Verdict {
  return parseAddress(name.replace(/\.$/, '')) === undefined
    ? judgeHost({ text: name, bracketed: false }, bench)
    : refuse('ServiceLeadsOutside', {
        is: 'digits in externalName are looked up as a name',
        accept: 'write the name of a host, or use an EndpointSlice for an address',
      });
}

/** Whether the `spec` of a Service leads to something inside. */
export function* judgeServiceSpec(spec: unknown, path: string, bench: Bench): Generator<Placed> {
  const { type, externalName, externalIPs } = members(spec);
  if (type === 'ExternalName')
    yield {
      path: `${path}.externalName`,
      verdict: leadsOutside(judgeAlias(textOf(externalName) ?? '', bench)),
    };
  for (const [index, address] of entries(externalIPs).entries())
    yield {
      path: `${path}.externalIPs[${index}]`,
      verdict: leadsOutside(judgeAddressText(address, bench)),
    };
  yield { path, verdict: allow('NoEndpoint', '') };
}

/** Whether the addresses of an EndpointSlice are inside. */
export function* judgeEndpointSlice(object: unknown, bench: Bench): Generator<Placed> {
  const { addressType, endpoints } = members(object);
  if (addressType === 'FQDN')
    yield {
      path: 'addressType',
      verdict: refuse('ServiceLeadsOutside', {
        is: 'names as endpoints are resolved by whoever reads them',
        accept: 'use addresses',
      }),
    };
  else
    for (const [index, endpoint] of entries(endpoints).entries())
      for (const [nth, address] of entries(dig(endpoint, 'addresses')).entries())
        yield {
          path: `endpoints[${index}].addresses[${nth}]`,
          verdict: leadsOutside(judgeAddressText(address, bench)),
        };
}

/** Whether the addresses of an Endpoints object are inside. */
export function* judgeEndpoints(object: unknown, bench: Bench): Generator<Placed> {
  for (const [index, subset] of entries(dig(object, 'subsets')).entries())
    for (const list of ['addresses', 'notReadyAddresses'])
      for (const [nth, address] of entries(dig(subset, list)).entries())
        yield {
          path: `subsets[${index}].${list}[${nth}].ip`,
          verdict: leadsOutside(judgeAddressText(dig(address, 'ip'), bench)),
        };
}
