import { judgeEndpoint } from '../endpoint.ts';
import { judgeHostText, judgeHostPort } from '../host-ports.ts';
import { judgeImage } from '../images.ts';
import { judgeLeaves } from '../leaves.ts';
import type { Bench } from '../rule.ts';
import { judgeFreeText } from '../scan.ts';
import { refuse } from '../verdict.ts';
import type { Verdict } from '../verdict.ts';
import { dig, entries, members, textOf } from './placed.ts';
import type { Placed } from './placed.ts';

/** Members of a volume that name a server which the node itself dials, outside of every NetworkPolicy. */
const SERVERS: readonly {
  readonly path: readonly string[];
  readonly judge: (text: string, bench: Bench) => Verdict;
}[] = [
  { path: ['nfs', 'server'], judge: judgeHostText },
  { path: ['image', 'reference'], judge: judgeImage },
  { path: ['iscsi', 'targetPortal'], judge: judgeHostPort },
  { path: ['gitRepo', 'repository'], judge: judgeEndpoint },
];
const LISTS: readonly (readonly string[])[] = [
  ['cephfs', 'monitors'],
  ['rbd', 'monitors'],
  ['iscsi', 'portals'],
];

/** Whether volumes of a pod, or the source of a PersistentVolume, stay inside. */
export function* judgeVolumes(volumes: unknown, path: string, bench: Bench): Generator<Placed> {
  for (const [index, volume] of entries(volumes).entries())
    yield* judgeVolume(volume, `${path}[${index}]`, bench);
}

/** Whether one volume stays inside. */
export function* judgeVolume(volume: unknown, path: string, bench: Bench): Generator<Placed> {
  for (const { path: inner, judge } of SERVERS) {
    const text = textOf(dig(volume, ...inner));
    if (text !== undefined)
      yield { path: `${path}.${inner.join('.')}`, verdict: judge(text, bench) };
  }
  for (const inner of LISTS)
    for (const [index, monitor] of entries(dig(volume, ...inner)).entries())
      yield {
        path: `${path}.${inner.join('.')}[${index}]`,
        verdict: judgeHostPort(textOf(monitor) ?? '', bench),
      };
  yield* judgeDriver(volume, path, bench);
}

function* judgeDriver(volume: unknown, path: string, bench: Bench): Generator<Placed> {
  const { csi, flexVolume } = members(volume);
  if (flexVolume !== undefined)
    yield {
      path: `${path}.flexVolume`,
      verdict: refuse('UnknownProvider', {
        is: 'the driver is a program on the node that may call anything',
        accept: 'use a CSI driver',
      }),
    };
  const driver = textOf(dig(csi, 'driver')) ?? '';
  if (driver.includes('secrets-store'))
    yield {
      path: `${path}.csi`,
      verdict: refuse('UnknowableValue', {
        is: 'the driver mounts values that nobody has judged',
        accept: 'let External Secrets write a Secret',
      }),
    };
  yield {
    path: `${path}.csi.volumeAttributes`,
    verdict: judgeLeaves(dig(csi, 'volumeAttributes'), bench, judgeFreeText),
  };
}
