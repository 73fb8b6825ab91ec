import { beforeEach, expect, test } from 'vitest';

import type { KubeObject } from '../../operator/api/object.ts';
import { KINDS } from '../../operator/api/kinds.ts';
import type { InstallationStatus } from '../../operator/api/status.ts';
import { ApiError } from '../../operator/ports/api-error.ts';
import { Flow } from '../support/flow.ts';

const CLAIM = 'data-plane-store-0';
const SET = 'plane-store';
const POD = 'plane-store-0';

const sized = (size: string): { database: { embedded: { size: string } } } => ({
  database: { embedded: { size } },
});

const at = (object: KubeObject | undefined, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (value as Readonly<Record<string | number, unknown>> | undefined)?.[key],
    object,
  );

/** Sizes of the claim and of the template, and the UIDs of what must and must not be made anew. */
async function volume(flow: Flow): Promise<Readonly<Record<string, unknown>>> {
  const [claim, set, pod] = [
    await flow.get('PersistentVolumeClaim', CLAIM),
    await flow.get('StatefulSet', SET),
    await flow.get('Pod', POD),
  ];
  const template = ['spec', 'volumeClaimTemplates', 0, 'spec', 'resources', 'requests', 'storage'];
  return {
    claim: at(claim, 'spec', 'resources', 'requests', 'storage'),
    template: at(set, ...template),
    owner: pod?.metadata.ownerReferences?.[0]?.uid === set?.metadata.uid,
    pod: pod?.metadata.uid,
  };
}

let flow: Flow;

beforeEach(async () => {
  flow = new Flow();
  await flow.site();
});

test('a volume grows: its claim first, then a new StatefulSet takes over the pod that runs', async () => {
  await flow.ask(sized('10Gi'));
  const before = await volume(flow);
  expect(before).toMatchObject({ claim: '10Gi', template: '10Gi', owner: true });
  flow.writes();
  await flow.ask(sized('20Gi'));
  expect(await volume(flow)).toEqual({
    claim: '20Gi',
    template: '20Gi',
    owner: true,
    pod: before['pod'],
  });
  expect(await flow.condition('Ready')).toBe('True/Ready');
  const order = flow.writes().filter((line) => /StatefulSet|Claim/.test(line));
  expect(order).toEqual([
    `apply PersistentVolumeClaim ${CLAIM}`,
    `delete StatefulSet ${SET}`,
    `apply StatefulSet ${SET}`,
  ]);
  expect(flow.happenings.filter(({ reason }) => reason === 'VolumeResizing')).toHaveLength(1);
  flow.cluster.forgetRequests();
  await flow.visit();
  expect(flow.cluster.requests).toEqual([]);
});

test('a spec that says nothing keeps the size that is there, and an upgrade does not resize', async () => {
  await flow.ask();
  expect(await volume(flow)).toMatchObject({ claim: '1Gi', template: '1Gi' });
  await flow.ask({ version: 'v1.1.0' });
  expect(await volume(flow)).toMatchObject({ claim: '1Gi', template: '1Gi' });
  await flow.ask({ version: 'v1.1.0', ...sized('3Gi') });
  const asked = (await flow.get('PlaneInstallation', 'plane'))!;
  const spec = { ...(asked['spec'] as object), database: { embedded: {} } };
  await flow.cluster.replace({ ...asked, spec });
  await flow.settle();
  expect(await volume(flow)).toMatchObject({ claim: '3Gi', template: '3Gi' });
  expect(await flow.condition('Ready')).toBe('True/Ready');
});

test('a smaller volume is refused, and nothing is touched', async () => {
  await flow.ask(sized('10Gi'));
  const before = await volume(flow);
  await flow.ask(sized('5Gi'));
  expect(await flow.condition('Ready')).toBe('False/Refused');
  expect((await flow.status()).findings?.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
    'VolumeCannotShrink spec.database.embedded.size',
  ]);
  expect(await volume(flow)).toEqual(before);
});

test('where the StorageClass does not let it grow, the spec is refused', async () => {
  const classOf = await flow.get('StorageClass', 'fast');
  await flow.ask(sized('10Gi'));
  const before = await volume(flow);
  await flow.cluster.replace({ ...classOf!, allowVolumeExpansion: false });
  await flow.ask(sized('20Gi'));
  expect(
    (await flow.status()).findings?.map(({ severity, rule }) => `${severity} ${rule}`),
  ).toEqual(['refuse VolumeNotExpandable']);
  expect(await volume(flow)).toEqual(before);
});

test('a claim that somebody grew by hand is kept, and its template follows', async () => {
  await flow.ask(sized('10Gi'));
  const { pod } = await volume(flow);
  const claim = (await flow.get('PersistentVolumeClaim', CLAIM))!;
  const spec = claim['spec'] as object;
  await flow.cluster.replace({
    ...claim,
    spec: { ...spec, resources: { requests: { storage: '40Gi' } } },
  });
  await flow.settle();
  expect(await volume(flow)).toEqual({ claim: '40Gi', template: '40Gi', owner: true, pod });
  expect(
    (await flow.status()).findings?.map(({ severity, rule }) => `${severity} ${rule}`),
  ).toEqual(['note VolumeCannotShrink']);
  expect(await flow.condition('Ready')).toBe('True/Ready');
});

test('what the API server refuses about a claim leaves its StatefulSet as it is', async () => {
  await flow.ask(sized('10Gi'));
  const before = await volume(flow);
  flow.cluster.beforeRequest = ({ verb, ref }) => {
    if (verb !== 'apply' || ref.kind !== 'PersistentVolumeClaim') return;
    throw new ApiError({ code: 403, reason: 'Forbidden', message: 'exceeded quota: storage' });
  };
  await flow.ask(sized('20Gi'));
  expect(await volume(flow)).toEqual(before);
  expect((await flow.status()).findings?.map(({ rule }) => rule)).toEqual(['ApplyRefused']);
  flow.cluster.beforeRequest = undefined;
  flow.advance(20_000);
  await flow.settle();
  expect(await volume(flow)).toEqual({ ...before, claim: '20Gi', template: '20Gi' });
});

async function grown(
  crashAt: number | undefined,
  { lost }: { readonly lost: boolean },
): Promise<{ readonly volume: object; readonly kept: boolean; readonly requests: number }> {
  const crashing = new Flow();
  await crashing.site();
  await crashing.ask(sized('10Gi'));
  const { pod } = await volume(crashing);
  let count = 0;
  const crash = (): void => {
    count += 1;
    if (count !== crashAt) return;
    crashing.restart();
    throw new Error('killed');
  };
  if (lost) crashing.cluster.afterRequest = crash;
  else crashing.cluster.beforeRequest = crash;
  await crashing.ask(sized('20Gi')).catch(() => undefined);
  await crashing.settle();
  const requests = count;
  crashing.cluster.beforeRequest = undefined;
  crashing.cluster.afterRequest = undefined;
  expect(await crashing.condition('Ready')).toBe('True/Ready');
  const { pod: now, ...rest } = await volume(crashing);
  return { volume: rest, kept: now === pod, requests };
}

test.each([
  { lost: false, why: 'before a request reached the API server' },
  { lost: true, why: 'after a request took effect and before its answer came' },
])(
  'an operator that dies at any request of it restarts no pod: $why',
  async ({ lost }) => {
    const calm = await grown(undefined, { lost });
    expect(calm.requests).toBeGreaterThan(5);
    // The first request is the user's own.
    for (let crashAt = 2; crashAt <= calm.requests; crashAt += 1) {
      const { volume: sizes, kept } = await grown(crashAt, { lost });
      expect(sizes, `crash at request ${crashAt}`).toEqual(calm.volume);
      expect(kept, `pod at request ${crashAt}`).toBe(true);
    }
  },
  120_000,
);

test('what serves goes on to be Available while its StatefulSet is made anew', async () => {
  await flow.ask(sized('10Gi'));
  const told: string[] = [];
  const watching = flow.cluster.watch(KINDS.PlaneInstallation, {
    project: (object) => object['status'] as InstallationStatus | undefined,
    onEvent: ({ object }) => {
      const condition = object?.conditions?.find(({ type }) => type === 'Available');
      told.push(`${condition?.status ?? ''}/${condition?.reason ?? ''}`);
    },
  });
  await flow.ask(sized('20Gi'));
  watching.close();
  expect(told.length).toBeGreaterThan(1);
  expect([...new Set(told)]).toEqual(['True/Serving']);
});
