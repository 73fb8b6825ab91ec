import { describe, expect, test } from 'vitest';

import type { KubeObject } from '../../../operator/api/object.ts';
import { ownedUnder } from '../../../operator/observe/managed.ts';
import { MemoryCluster } from '../../support/memory-cluster/memory-cluster.ts';

const open = (): MemoryCluster => new MemoryCluster({ automatic: false });

const web = (containers: readonly object[], replicas?: number): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'plane' },
  spec: {
    ...(replicas === undefined ? {} : { replicas }),
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers } },
  },
});

interface Deployment extends KubeObject {
  readonly spec: {
    readonly replicas: number;
    readonly template: { readonly spec: { readonly containers: readonly Container[] } };
  };
}
interface Container {
  readonly name: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

const containersOf = (object: KubeObject): readonly Container[] =>
  (object as Deployment).spec.template.spec.containers;
const namesOf = (object: KubeObject): readonly string[] =>
  containersOf(object).map(({ name }) => name);
const managersOf = (object: KubeObject): readonly string[] =>
  (object.metadata.managedFields ?? []).map(({ manager, operation, subresource }) =>
    `${manager} ${operation} ${subresource ?? ''}`.trim(),
  );

const REF = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'plane', name: 'web' };
const main = { name: 'main', image: 'a:1' };
const side = { name: 'side', image: 'b:1' };

describe('server-side apply', () => {
  test('records a list map by its keys', () => {
    const ports = [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }];
    const stored = open().applyAs('one', web([{ ...main, ports }]));
    expect(
      ownedUnder(stored.metadata.managedFields?.[0]?.fieldsV1, ['spec', 'template', 'spec']),
    ).toEqual({
      'f:containers': {
        'k:{"name":"main"}': {
          '.': {},
          'f:name': {},
          'f:image': {},
          'f:ports': {
            'k:{"containerPort":53,"protocol":"UDP"}': {
              '.': {},
              'f:containerPort': {},
              'f:protocol': {},
            },
            'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} },
          },
        },
      },
    });
  });

  test('removes an item that its only manager lets go, with defaults and all', () => {
    const cluster = open();
    cluster.applyAs('one', web([main, side]));
    expect(namesOf(cluster.applyAs('one', web([main])))).toEqual(['main']);
  });

  test('keeps an item that another one applies too', () => {
    const cluster = open();
    cluster.applyAs('one', web([main, side]));
    cluster.applyAs('two', web([side]));
    expect(namesOf(cluster.applyAs('one', web([main])))).toEqual(['main', 'side']);
  });

  test('keeps an item that somebody else put in between', () => {
    const cluster = open();
    cluster.applyAs('one', web([main]));
    cluster.applyAs('injector', web([side]));
    const stored = cluster.applyAs('one', web([{ ...main, image: 'a:2' }]));
    expect(namesOf(stored)).toEqual(['main', 'side']);
  });

  test('removes one variable and leaves the one that another set', () => {
    const cluster = open();
    const env = [
      { name: 'A', value: '1' },
      { name: 'B', value: '1' },
    ];
    cluster.applyAs('one', web([{ ...main, env }]));
    cluster.applyAs('two', web([{ name: 'main', env: [{ name: 'C', value: '1' }] }]));
    const stored = cluster.applyAs('one', web([{ ...main, env: env.slice(0, 1) }]));
    expect(containersOf(stored)[0]?.env).toEqual([
      { name: 'A', value: '1' },
      { name: 'C', value: '1' },
    ]);
  });

  test('hands replicas over to who scales, and does not take them back by silence', () => {
    const cluster = open();
    cluster.applyAs('one', web([main], 2));
    cluster.patch(REF, { spec: { replicas: 5 } }, { manager: 'scaler' });
    const silent = cluster.applyAs('one', web([main]));
    expect((silent as Deployment).spec.replicas).toBe(5);
    const taken = cluster.applyAs('one', web([main], 2));
    expect((taken as Deployment).spec.replicas).toBe(2);
    expect(managersOf(taken)).toEqual(['one Apply']);
  });

  test('sets replicas to the default when the only manager lets them go', () => {
    const cluster = open();
    cluster.applyAs('one', web([main], 4));
    expect((cluster.applyAs('one', web([main])) as Deployment).spec.replicas).toBe(1);
  });

  test('replaces the rules of a NetworkPolicy as a whole', () => {
    const cluster = open();
    const policy = (...cidrs: readonly string[]): KubeObject => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'web', namespace: 'plane' },
      spec: {
        podSelector: { matchLabels: { app: 'web' } },
        ingress: [{ from: cidrs.map((cidr) => ({ ipBlock: { cidr } })) }],
      },
    });
    cluster.applyAs('one', policy('10.0.0.0/8', '10.1.0.0/16'));
    const stored = cluster.applyAs('two', policy('10.2.0.0/16'));
    expect(stored['spec']).toMatchObject({
      ingress: [{ from: [{ ipBlock: { cidr: '10.2.0.0/16' } }] }],
    });
    const [one, two] = stored.metadata.managedFields ?? [];
    expect(ownedUnder(one?.fieldsV1, ['spec'])).not.toHaveProperty('f:ingress');
    expect(ownedUnder(two?.fieldsV1, ['spec'])).toHaveProperty('f:ingress', {});
  });

  test('counts an empty rule list of a NetworkPolicy as a change, again and again', () => {
    const cluster = open();
    const policy: KubeObject = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'none', namespace: 'plane' },
      spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [] },
    };
    const generations = [1, 2, 3].map(() => cluster.applyAs('one', policy).metadata.generation);
    expect(generations).toEqual([1, 2, 3]);
  });

  test('owns finalizers one by one', () => {
    const cluster = open();
    const held = (...finalizers: readonly string[]): KubeObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'plane', finalizers },
    });
    cluster.applyAs('one', held('example.com/one'));
    cluster.applyAs('two', held('example.com/two'));
    const { metadata } = cluster.applyAs('one', held());
    expect(metadata.finalizers).toEqual(['example.com/two']);
  });

  test('has one entry for each operation and subresource of a manager', async () => {
    const cluster = open();
    cluster.applyAs('one', web([main], 1));
    await cluster.settle();
    const edited = cluster.patch(REF, { spec: { paused: true } }, { manager: 'one' });
    expect(managersOf(edited)).toEqual([
      'one Apply',
      'kube-controller-manager Update status',
      'one Update',
    ]);
  });
});
