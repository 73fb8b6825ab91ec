import { expect, test } from 'vitest';

import { KINDS } from '../../operator/api/kinds.ts';
import type { ApiError } from '../../operator/ports/api-error.ts';
import { configMap, deployment, owned, refIn } from './subject.ts';
import type { Exam } from './subject.ts';

const ALIEN_UID = '00000000-0000-0000-0000-000000000000';

/** Server-side apply. */
export function applyContract({ subject, fresh }: Exam): void {
  test('apply creates, and the same again changes nothing', async () => {
    const it = subject();
    const object = configMap(it, fresh(), { data: { a: '1' }, labels: { l: '1' } });
    const first = await it.cluster.apply(object, { manager: 'one' });
    const second = await it.cluster.apply(object, { manager: 'one' });
    expect(first).toMatchObject({ name: object.metadata.name, namespace: it.namespace });
    expect(first.uid).toEqual(expect.any(String));
    expect(first.labels).toEqual({ l: '1' });
    expect(second.uid).toBe(first.uid);
    expect(second.resourceVersion).toBe(first.resourceVersion);
  });

  test('apply removes a field that is no longer sent', async () => {
    const it = subject();
    const name = fresh();
    await it.cluster.apply(configMap(it, name, { data: { a: '1', b: '2' } }), { manager: 'one' });
    await it.cluster.apply(configMap(it, name, { data: { a: '1' } }), { manager: 'one' });
    const stored = await it.cluster.read(refIn(it, KINDS.ConfigMap, name));
    expect(stored?.['data']).toEqual({ a: '1' });
  });

  test('apply leaves what somebody else owns', async () => {
    const it = subject();
    const name = fresh();
    await it.cluster.apply(configMap(it, name, { data: { a: '1' } }), { manager: 'one' });
    await it.cluster.apply(configMap(it, name, { data: { b: '2' } }), { manager: 'two' });
    await it.cluster.apply(configMap(it, name, { data: { c: '3' } }), { manager: 'one' });
    const stored = await it.cluster.read(refIn(it, KINDS.ConfigMap, name));
    expect(stored?.['data']).toEqual({ b: '2', c: '3' });
  });

  test('apply keeps a field that two own until both let go', async () => {
    const it = subject();
    const name = fresh();
    await it.cluster.apply(configMap(it, name, { data: { a: '1' } }), { manager: 'one' });
    await it.cluster.apply(configMap(it, name, { data: { a: '1' } }), { manager: 'two' });
    await it.cluster.apply(configMap(it, name), { manager: 'one' });
    const stored = await it.cluster.read(refIn(it, KINDS.ConfigMap, name));
    expect(stored?.['data']).toEqual({ a: '1' });
  });

  test('apply takes a field over by force, and managedFields says so', async () => {
    const it = subject();
    const name = fresh();
    await it.cluster.apply(configMap(it, name, { data: { a: '1', z: '1' } }), { manager: 'one' });
    const metadata = await it.cluster.apply(configMap(it, name, { data: { a: '2' } }), {
      manager: 'two',
    });
    expect(owned(metadata, 'one')).not.toContain('f:a');
    expect(owned(metadata, 'two')).toContain('f:a');
    const stored = await it.cluster.read(refIn(it, KINDS.ConfigMap, name));
    expect(stored?.['data']).toEqual({ a: '2', z: '1' });
    expect(stored?.metadata.managedFields).toMatchObject([
      { manager: 'one', operation: 'Apply' },
      { manager: 'two', operation: 'Apply' },
    ]);
  });

  test('apply takes a field back that a replace has changed', async () => {
    const it = subject();
    const object = configMap(it, fresh(), { data: { a: '1' } });
    const ref = refIn(it, KINDS.ConfigMap, object.metadata.name);
    await it.cluster.apply(object, { manager: 'one' });
    const stored = await it.cluster.read(ref);
    await it.cluster.replace({ ...stored!, data: { a: '9', theirs: '1' } });
    await it.cluster.apply(object, { manager: 'one' });
    const after = await it.cluster.read(ref);
    expect(after?.['data']).toEqual({ a: '1', theirs: '1' });
  });

  test('apply refuses an unknown field and names it', async () => {
    const it = subject();
    const name = fresh();
    const object = deployment(it, name, 'a');
    const wrong = { ...object, spec: { ...(object['spec'] as object), replicaz: 2 } };
    // A plain 500 without a reason: the typed patch is made before strict decoding has its say.
    await expect(it.cluster.apply(wrong, { manager: 'one' })).rejects.toMatchObject({
      name: 'ApiError',
      code: 500,
      message: expect.stringContaining('.spec.replicaz: field not declared in schema') as string,
    });
    await expect(it.cluster.read(refIn(it, KINDS.Deployment, name))).resolves.toBeUndefined();
  });

  test('apply refuses an invalid object and names every field', async () => {
    const it = subject();
    const object = deployment(it, fresh(), 'a');
    const spec = { ...(object['spec'] as object), replicas: -1 };
    await expect(it.cluster.apply({ ...object, spec }, { manager: 'one' })).rejects.toMatchObject({
      name: 'ApiError',
      code: 422,
      reason: 'Invalid',
      causes: [expect.objectContaining({ field: 'spec.replicas' })],
    });
  });

  test('apply refuses to change an immutable field', async () => {
    const it = subject();
    const object = deployment(it, fresh(), 'a');
    await it.cluster.apply(object, { manager: 'one' });
    const labels = { app: 'other' };
    const spec = {
      ...(object['spec'] as object),
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'main', image: 'a' }] },
      },
    };
    await expect(it.cluster.apply({ ...object, spec }, { manager: 'one' })).rejects.toMatchObject({
      code: 422,
      reason: 'Invalid',
      causes: [expect.objectContaining({ field: 'spec.selector' })],
    });
  });

  test('apply with a uid refuses an object of the same name that is another one', async () => {
    const it = subject();
    const name = fresh();
    const { uid } = await it.cluster.apply(configMap(it, name), { manager: 'one' });
    const alien = configMap(it, name, { uid: ALIEN_UID, data: { a: '1' } });
    const error = await it.cluster.apply(alien, { manager: 'one' }).catch((e: unknown) => e);
    // Not a Conflict: validation comes first and finds that an immutable field would change.
    expect(error).toMatchObject({ name: 'ApiError', code: 422, reason: 'Invalid' });
    expect((error as ApiError).causes.map(({ field }) => field)).toContain('metadata.uid');
    const own = configMap(it, name, { uid: uid!, data: { a: '1' } });
    await expect(it.cluster.apply(own, { manager: 'one' })).resolves.toMatchObject({ uid });
  });

  test('apply with a uid does not create again what was removed', async () => {
    const it = subject();
    const name = fresh();
    const gone = configMap(it, name, { uid: ALIEN_UID });
    await expect(it.cluster.apply(gone, { manager: 'one' })).rejects.toMatchObject({
      code: 409,
      reason: 'Conflict',
    });
    await expect(it.cluster.read(refIn(it, KINDS.ConfigMap, name))).resolves.toBeUndefined();
  });

  test('apply with a stale resourceVersion fails with Conflict', async () => {
    const it = subject();
    const name = fresh();
    const { resourceVersion } = await it.cluster.apply(configMap(it, name), { manager: 'one' });
    await it.cluster.apply(configMap(it, name, { data: { a: '1' } }), { manager: 'one' });
    const stale = configMap(it, name, { resourceVersion: resourceVersion!, data: { a: '2' } });
    await expect(it.cluster.apply(stale, { manager: 'one' })).rejects.toMatchObject({
      code: 409,
      reason: 'Conflict',
    });
  });

  test('apply as a dry run stores nothing', async () => {
    const it = subject();
    const name = fresh();
    const options = { manager: 'one', dryRun: true };
    const answer = await it.cluster.apply(configMap(it, name), options);
    expect(answer.name).toBe(name);
    await expect(it.cluster.read(refIn(it, KINDS.ConfigMap, name))).resolves.toBeUndefined();
  });

  test('generation grows with the spec and with nothing else', async () => {
    const it = subject();
    const object = deployment(it, fresh(), 'a');
    const labelled = { ...object, metadata: { ...object.metadata, labels: { l: '1' } } };
    const first = await it.cluster.apply(object, { manager: 'one' });
    const second = await it.cluster.apply(labelled, { manager: 'one' });
    const third = await it.cluster.apply(deployment(it, object.metadata.name, 'b'), {
      manager: 'one',
    });
    expect([first.generation, second.generation, third.generation]).toEqual([1, 1, 2]);
  });

  test('apply to status leaves the spec, and apply leaves the status', async () => {
    const it = subject();
    const { metadata, ...object } = deployment(it, fresh(), 'a');
    const { name, namespace } = metadata;
    const ref = refIn(it, KINDS.Deployment, name);
    await it.cluster.apply({ ...object, metadata }, { manager: 'one' });
    await it.cluster.apply(
      {
        ...object,
        metadata: { name, namespace: namespace! },
        spec: { replicas: 7 },
        status: { replicas: 3 },
      },
      { manager: 'status', subresource: 'status' },
    );
    await it.cluster.apply(
      { ...deployment(it, name, 'b'), status: { replicas: 5 } },
      { manager: 'one' },
    );
    const stored = await it.cluster.read(ref);
    expect(stored?.['spec']).toMatchObject({ replicas: 1 });
    expect(stored?.['status']).toMatchObject({ replicas: 3 });
    expect(stored?.metadata.generation).toBe(2);
  });

  test('apply to the status of what is not there fails with NotFound', async () => {
    const it = subject();
    const { apiVersion, kind, metadata } = deployment(it, fresh(), 'a');
    const apply = it.cluster.apply(
      { apiVersion, kind, metadata, status: { replicas: 1 } },
      { manager: 'status', subresource: 'status' },
    );
    await expect(apply).rejects.toMatchObject({ code: 404, reason: 'NotFound' });
  });
}
