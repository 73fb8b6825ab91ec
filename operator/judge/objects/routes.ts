import { judgeOneAnnotation } from '../annotations.ts';
import { judgeHostText } from '../host-ports.ts';
import { judgeLeaves } from '../leaves.ts';
import type { Bench } from '../rule.ts';
import { judgeFreeText } from '../scan.ts';
import { allow, refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { dig, entries, members, textOf } from './placed.ts';
import type { Placed } from './placed.ts';

/** Whether every annotation of an object stays inside. */
export function* judgeAnnotations(
  metadata: unknown,
  path: string,
  bench: Bench,
): Generator<Placed> {
  for (const [key, value] of Object.entries(members(dig(metadata, 'annotations'))))
    yield {
      path: `${path}.annotations`,
      verdict: judgeOneAnnotation({ key, value: textOf(value) ?? '' }, bench),
    };
}

/** Whether the hosts that an Ingress serves are inside. */
export function* judgeIngress(spec: unknown, path: string, bench: Bench): Generator<Placed> {
  for (const [index, rule] of entries(dig(spec, 'rules')).entries()) {
    const host = textOf(dig(rule, 'host'));
    if (host !== undefined)
      yield { path: `${path}.rules[${index}].host`, verdict: judgeServed(host, bench) };
  }
  yield { path, verdict: allow('NoEndpoint', '') };
}

/** A wildcard serves what lies below a domain; the domain counts. */
const judgeServed = (host: string, bench: Bench): Verdict =>
  judgeHostText(host.replace(/^\*\./, ''), bench);

/** Key under which the API server keeps pull credentials. */
const PULL_KEY = '.dockerconfigjson';

/** Whether a Secret holds pull credentials for listed registries alone, and nothing else that leads outside as far as it can be read. */
export function* judgeSecret(secret: unknown, bench: Bench): Generator<Placed> {
  const { data, stringData } = members(secret);
  const encoded = textOf(members(data)[PULL_KEY]);
  const plain = textOf(members(stringData)[PULL_KEY]) ?? (encoded && decoded(encoded));
  yield* judgeAuths(data, 'data', bench);
  if (plain !== undefined) yield* judgeAuths(parsed(plain), `data["${PULL_KEY}"]`, bench);
  const { [PULL_KEY]: _pull, ...rest } = members(stringData);
  yield { path: 'stringData', verdict: judgeLeaves(rest, bench, judgeFreeText) };
}

function decoded(text: string): string {
  try {
    return atob(text);
  } catch {
    return '';
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function* judgeAuths(config: unknown, path: string, bench: Bench): Generator<Placed> {
  const auths = dig(config, 'auths');
  const hosts = Array.isArray(auths) ? entries(auths) : Object.keys(members(auths));
  for (const host of hosts)
    yield { path: `${path}.auths`, verdict: judgeRegistryHost(textOf(host) ?? '', bench) };
  yield { path, verdict: allow('NoEndpoint', '') };
}

function judgeRegistryHost(text: string, { inside }: Bench): Verdict {
  const host = text.replace(/^https?:\/\//, '').split('/')[0] ?? '';
  return inside.registries.some((entry) => entry.split('/')[0] === host)
    ? allow('ListedRegistry', host)
    : refuse('RegistryNotAllowed', {
        is: 'credentials are given for a registry that is not listed',
        accept: `give them for ${inside.registries.join(' or ') || 'a registry that AirgapPolicy lists'}`,
      });
}
