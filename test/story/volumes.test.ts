import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { clusterKind } from '../cluster/open.ts';
import { newest, Stage } from './stage.ts';
import type { Spec } from './stage.ts';

/** kwok's own class, whose claims its stages bind. */
const CLASS = 'kwok-volume';

interface Claim {
  readonly metadata: { readonly uid: string };
  readonly spec: {
    readonly storageClassName: string;
    readonly resources: { readonly requests: { readonly storage: string } };
  };
  readonly status: { readonly phase: string; readonly capacity?: { readonly storage: string } };
}

interface StatefulSet {
  readonly metadata: { readonly uid: string };
  readonly spec: { readonly volumeClaimTemplates: readonly Claim[] };
}

interface Pod {
  readonly metadata: {
    readonly uid: string;
    readonly ownerReferences: readonly { readonly uid: string }[];
  };
}

const sized =
  (size: string | undefined) =>
  (spec: Spec): void => {
    const { database } = spec as unknown as { database: { embedded: { size?: string } } };
    if (size === undefined) delete database.embedded.size;
    else database.embedded.size = size;
  };

describe.skipIf(clusterKind() !== 'embedded').each(newest)('volumes on Kubernetes %s', (minor) => {
  let stage: Stage;

  const claim = (): Promise<Claim> => stage.live<Claim>('pvc', 'data-plane-postgres-0');
  const set = (): Promise<StatefulSet> => stage.live<StatefulSet>('sts', 'plane-postgres');
  const pod = (): Promise<Pod> => stage.live<Pod>('pod', 'plane-postgres-0');
  const requested = async (): Promise<string> => (await claim()).spec.resources.requests.storage;
  const template = async (): Promise<string | undefined> =>
    (await stage.get<StatefulSet>('sts', 'plane-postgres'))?.spec.volumeClaimTemplates[0]?.spec
      .resources.requests.storage;
  const allow = (expansion: boolean): Promise<string> =>
    stage.kubectl.run([
      'patch',
      'storageclass',
      CLASS,
      '--type=merge',
      '-p',
      JSON.stringify({ allowVolumeExpansion: expansion }),
    ]);

  beforeAll(async () => {
    stage = await Stage.open(minor);
    await allow(false);
    await stage.ask(sized('20Gi'));
    await stage.wait('Ready', 150);
  }, 240_000);

  afterAll(async () => {
    await stage.close();
  }, 60_000);

  test('a StorageClass that does not let volumes grow keeps a larger size back', async () => {
    expect((await claim()).status.phase).toBe('Bound');
    await stage.ask(sized('30Gi'));
    await stage.wait('Stalled');
    expect(await stage.findings()).toEqual(['VolumeNotExpandable spec.database.embedded.size']);
    expect(await requested()).toBe('20Gi');
  });

  test('once it lets them, the claim grows and the pod runs on under a new StatefulSet', async () => {
    const before = { set: await set(), pod: await pod(), claim: await claim() };
    await allow(true);
    await stage.until('the claim to grow', async () => (await requested()) === '30Gi');
    await stage.until('the new template', async () => (await template()) === '30Gi');
    await stage.wait('Ready');
    expect((await claim()).metadata.uid).toBe(before.claim.metadata.uid);
    expect((await set()).metadata.uid).not.toBe(before.set.metadata.uid);
    expect((await pod()).metadata.uid).toBe(before.pod.metadata.uid);
    const { uid } = (await set()).metadata;
    expect((await pod()).metadata.ownerReferences.map((owner) => owner.uid)).toEqual([uid]);
  });

  test('a resize that is not done is a note, and Ready all the same', async () => {
    const condition = {
      type: 'FileSystemResizePending',
      status: 'True',
      lastTransitionTime: '2026-01-01T00:00:00Z',
      message:
        'Waiting for user to (re-)start a pod to finish file system resize of volume on node.',
    };
    const report = (conditions: readonly object[]): Promise<string> =>
      stage.in(
        'patch',
        'pvc',
        'data-plane-postgres-0',
        '--subresource=status',
        '--type=merge',
        '-p',
        JSON.stringify({ status: { conditions } }),
      );
    await report([condition]);
    const note = 'VolumeResizing spec.database.embedded.size';
    await stage.until('the note', async () => (await stage.findings()).includes(note));
    expect((await stage.condition('Ready'))?.status).toBe('True');
    await report([]);
    await stage.until('its end', async () => !(await stage.findings()).includes(note));
  });

  test('a smaller size is refused; none keeps the volume', async () => {
    await stage.ask(sized('10Gi'));
    await stage.wait('Stalled');
    expect(await stage.findings()).toEqual(['VolumeCannotShrink spec.database.embedded.size']);
    await stage.ask(sized(undefined));
    await stage.wait('Ready');
    expect([await requested(), await template()]).toEqual(['30Gi', '30Gi']);
  });
});
