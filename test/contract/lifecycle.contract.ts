import { expect, test } from 'vitest';

import { KINDS } from '../../operator/api/kinds.ts';
import type { KubeObject } from '../../operator/api/object.ts';
import { configMap, refIn } from './subject.ts';
import type { Exam, Subject } from './subject.ts';

const lease = ({ namespace }: Subject, name: string, holderIdentity: string): KubeObject => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name, namespace },
  spec: { holderIdentity, renewTime: '2026-01-02T03:04:05.678901Z', leaseDurationSeconds: 30 },
});

/** read, create, replace, remove, version. */
export function lifecycleContract({ subject, fresh }: Exam): void {
  test('read answers undefined when there is no object', async () => {
    const it = subject();
    await expect(it.cluster.read(refIn(it, KINDS.ConfigMap, fresh()))).resolves.toBeUndefined();
  });

  test('read answers with apiVersion and kind', async () => {
    const it = subject();
    const name = fresh();
    await it.cluster.create(configMap(it, name, { data: { a: '1' } }));
    const read = await it.cluster.read(refIn(it, KINDS.ConfigMap, name));
    expect(read).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', data: { a: '1' } });
    expect(read?.metadata.uid).toEqual(expect.any(String));
  });

  test('create answers with what was stored', async () => {
    const it = subject();
    const created = await it.cluster.create(lease(it, fresh(), 'me'));
    expect(created['spec']).toMatchObject({ renewTime: '2026-01-02T03:04:05.678901Z' });
    expect(created.metadata.resourceVersion).toEqual(expect.any(String));
  });

  test('create refuses an unknown field', async () => {
    const it = subject();
    const object = lease(it, fresh(), 'me');
    const spec = { ...(object['spec'] as object), holder: 'me' };
    await expect(it.cluster.create({ ...object, spec })).rejects.toMatchObject({
      code: 400,
      reason: 'BadRequest',
      message: expect.stringContaining('unknown field "spec.holder"') as string,
    });
  });

  test('create fails with AlreadyExists when there is one', async () => {
    const it = subject();
    const name = fresh();
    await it.cluster.create(lease(it, name, 'me'));
    await expect(it.cluster.create(lease(it, name, 'you'))).rejects.toMatchObject({
      name: 'ApiError',
      code: 409,
      reason: 'AlreadyExists',
    });
  });

  test('replace stores when the resourceVersion is the newest', async () => {
    const it = subject();
    const first = await it.cluster.create(lease(it, fresh(), 'me'));
    const second = await it.cluster.replace({ ...first, spec: { holderIdentity: 'you' } });
    expect(second.spec).toEqual({ holderIdentity: 'you' });
    expect(second.metadata.resourceVersion).not.toBe(first.metadata.resourceVersion);
  });

  test('replace fails with Conflict when somebody was faster', async () => {
    const it = subject();
    const first = await it.cluster.create(lease(it, fresh(), 'me'));
    await it.cluster.replace({ ...first, spec: { holderIdentity: 'you' } });
    const late = it.cluster.replace({ ...first, spec: { holderIdentity: 'late' } });
    await expect(late).rejects.toMatchObject({ code: 409, reason: 'Conflict' });
  });

  test('replace does not create again what was removed', async () => {
    const it = subject();
    const first = await it.cluster.create(lease(it, fresh(), 'me'));
    await it.cluster.remove(refIn(it, KINDS.Lease, first.metadata.name));
    await expect(it.cluster.replace(first)).rejects.toMatchObject({
      code: 409,
      reason: 'Conflict',
    });
  });

  test('remove says whether there was anything to remove', async () => {
    const it = subject();
    const name = fresh();
    await it.cluster.create(configMap(it, name));
    const ref = refIn(it, KINDS.ConfigMap, name);
    await expect(it.cluster.remove(ref)).resolves.toBe('removed');
    await expect(it.cluster.remove(ref)).resolves.toBe('absent');
    await expect(it.cluster.read(ref)).resolves.toBeUndefined();
  });

  test('remove fails with Conflict when uid or resourceVersion are not the ones meant', async () => {
    const it = subject();
    const name = fresh();
    const { metadata } = await it.cluster.create(configMap(it, name));
    const ref = refIn(it, KINDS.ConfigMap, name);
    const conflict = { code: 409, reason: 'Conflict' };
    const uid = '00000000-0000-0000-0000-000000000000';
    await expect(it.cluster.remove(ref, { uid })).rejects.toMatchObject(conflict);
    const stale = it.cluster.remove(ref, { resourceVersion: '1' });
    await expect(stale).rejects.toMatchObject(conflict);
    await expect(
      it.cluster.remove(ref, {
        uid: metadata.uid!,
        resourceVersion: metadata.resourceVersion!,
        propagation: 'Background',
      }),
    ).resolves.toBe('removed');
  });

  test('a finalizer keeps an object until it is released', async () => {
    const it = subject();
    const name = fresh();
    const ref = refIn(it, KINDS.ConfigMap, name);
    const held = configMap(it, name, { finalizers: ['contract.example.com/hold'] });
    await it.cluster.apply(configMap(it, name, { data: { a: '1' } }), { manager: 'main' });
    await it.cluster.apply(held, { manager: 'holder' });

    await expect(it.cluster.remove(ref)).resolves.toBe('removed');
    const dying = await it.cluster.read(ref);
    expect(dying?.metadata.deletionTimestamp).toEqual(expect.any(String));
    await expect(it.cluster.remove(ref)).resolves.toBe('removed');
    const { uid } = dying!.metadata;
    await it.cluster.apply(configMap(it, name, { uid: uid! }), { manager: 'holder' });
    await expect(it.cluster.read(ref)).resolves.toBeUndefined();
  });

  test('version tells major and minor', async () => {
    const { major, minor, gitVersion } = await subject().cluster.version();
    expect(gitVersion).toMatch(new RegExp(`^v${major}\\.${minor.replace('+', '')}\\.\\d+`));
  });
}
