import { judgeEndpoint } from '../endpoint.ts';
import { judgeLeaves } from '../leaves.ts';
import type { Bench } from '../rule.ts';
import { judgeFreeText } from '../scan.ts';
import { refuse } from '../verdict.ts';
import { dig, members, textOf } from './placed.ts';
import type { Placed } from './placed.ts';

/** Whether the `spec` of a Traefik Middleware stays inside. */
export function* judgeMiddlewareSpec(spec: unknown, path: string, bench: Bench): Generator<Placed> {
  const { plugin, ...rest } = members(spec);
  if (plugin !== undefined)
    yield {
      path: `${path}.plugin`,
      verdict: refuse('UnknownProvider', {
        is: 'a plugin is code that is fetched, and may call anything',
        accept: 'use a middleware that Traefik brings',
      }),
    };
  const address = dig(rest, 'forwardAuth', 'address');
  if (address !== undefined)
    yield {
      path: `${path}.forwardAuth.address`,
      verdict: judgeEndpoint(textOf(address) ?? '', bench),
    };
  yield { path, verdict: judgeLeaves(rest, bench, judgeFreeText) };
}
