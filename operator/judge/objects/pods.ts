import { judgeVariable } from '../env.ts';
import { judgeHostText } from '../host-ports.ts';
import { judgeImage } from '../images.ts';
import type { Bench } from '../rule.ts';
import { judgeFreeText } from '../scan.ts';
import { allow, refuse } from '../verdict.ts';
import { judgeDns } from './pod-dns.ts';
import { dig, entries, members, textOf } from './placed.ts';
import type { Placed } from './placed.ts';
import { judgeReference } from './values.ts';
import { judgeVolumes } from './volumes.ts';

const CONTAINERS = ['initContainers', 'containers', 'ephemeralContainers'] as const;
/** Handlers of a container that the kubelet carries out, outside of every NetworkPolicy. */
const HANDLERS = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
] as const;

/** Whether everything that a pod names stays inside. */
export function* judgePodSpec(spec: unknown, path: string, bench: Bench): Generator<Placed> {
  yield* judgeDns(spec, path, bench);
  yield* judgeVolumes(dig(spec, 'volumes'), `${path}.volumes`, bench);
  if (dig(spec, 'hostNetwork') === true)
    yield {
      path: `${path}.hostNetwork`,
      verdict: refuse('OpenNetwork', {
        is: 'the network of the node is under no NetworkPolicy',
        accept: 'leave hostNetwork out',
      }),
    };
  for (const list of CONTAINERS)
    for (const [index, container] of entries(dig(spec, list)).entries())
      yield* judgeContainer(container, `${path}.${list}[${index}]`, bench);
  yield { path, verdict: allow('NoEndpoint', '') };
}

function* judgeContainer(container: unknown, path: string, bench: Bench): Generator<Placed> {
  const { image, env, command, args } = members(container);
  // A patch of a pod may leave the image out; the API server asks for it elsewhere.
  if (image !== undefined)
    yield { path: `${path}.image`, verdict: judgeImage(textOf(image) ?? '', bench) };
  for (const [index, entry] of entries(env).entries()) {
    const name = textOf(dig(entry, 'name')) ?? '';
    const value = textOf(dig(entry, 'value'));
    yield {
      path: `${path}.env[${index}]`,
      verdict:
        value === undefined
          ? judgeReference(dig(entry, 'valueFrom'))
          : judgeVariable({ name, value }, bench),
    };
  }
  for (const word of [...entries(command), ...entries(args)])
    yield { path: `${path}.args`, verdict: judgeFreeText(textOf(word) ?? '', bench) };
  for (const handler of HANDLERS)
    yield* judgeHandler(dig(container, ...handler), `${path}.${handler.join('.')}`, bench);
}

function* judgeHandler(handler: unknown, path: string, bench: Bench): Generator<Placed> {
  for (const action of ['httpGet', 'tcpSocket']) {
    const host = textOf(dig(handler, action, 'host'));
    if (host !== undefined && host !== '')
      yield { path: `${path}.${action}.host`, verdict: judgeHostText(host, bench) };
  }
}
