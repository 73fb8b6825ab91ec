import { expect, test } from 'vitest';

import { KINDS } from '../../operator/api/kinds.ts';
import { configMap } from './subject.ts';
import type { Exam } from './subject.ts';

/** More than one page of any client. */
const MANY = 505;

/** list. */
export function listContract({ subject, fresh }: Exam): void {
  test('list answers with what the selector takes, with apiVersion and kind', async () => {
    const it = subject();
    const set = fresh();
    for (const part of ['a', 'b', 'c'])
      await it.cluster.create(
        configMap(it, `${set}-${part}`, { labels: { set, part }, data: { part } }),
      );
    const options = { namespace: it.namespace, labelSelector: `set=${set}` };
    const all = await it.cluster.list(KINDS.ConfigMap, options);
    expect(all.map(({ metadata }) => metadata.name).sort()).toEqual([
      `${set}-a`,
      `${set}-b`,
      `${set}-c`,
    ]);
    const labelSelector = `set=${set},part=b`;
    const one = await it.cluster.list(KINDS.ConfigMap, { ...options, labelSelector });
    expect(one).toMatchObject([{ apiVersion: 'v1', kind: 'ConfigMap', data: { part: 'b' } }]);
  });

  test('list of metadata only has no other fields', async () => {
    const it = subject();
    const set = fresh();
    await it.cluster.create(configMap(it, set, { labels: { set }, data: { a: '1' } }));
    const [only, ...rest] = await it.cluster.list(KINDS.ConfigMap, {
      namespace: it.namespace,
      labelSelector: `set=${set}`,
      metadataOnly: true,
    });
    expect(rest).toEqual([]);
    expect(only).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: set } });
    expect(Object.keys(only!).sort()).toEqual(['apiVersion', 'kind', 'metadata']);
  });

  test('list without a namespace reaches all of them', async () => {
    const it = subject();
    const set = fresh();
    await it.cluster.create(configMap(it, set, { labels: { set } }));
    const found = await it.cluster.list(KINDS.ConfigMap, { labelSelector: `set=${set}` });
    expect(found.map(({ metadata }) => metadata.name)).toEqual([set]);
    const namespaces = await it.cluster.list(KINDS.Namespace);
    expect(namespaces.map(({ metadata }) => metadata.name)).toContain(it.namespace);
  });

  test('list answers with all pages', async () => {
    const it = subject();
    const set = fresh();
    const names = Array.from({ length: MANY }, (_, index) => `${set}-${String(index)}`);
    await Promise.all(
      names.map((name) => it.cluster.create(configMap(it, name, { labels: { set } }))),
    );
    const all = await it.cluster.list(KINDS.ConfigMap, {
      namespace: it.namespace,
      labelSelector: `set=${set}`,
      metadataOnly: true,
    });
    expect(new Set(all.map(({ metadata }) => metadata.name))).toEqual(new Set(names));
    expect(all).toHaveLength(MANY);
  }, 60_000);
}
