import { expect, test } from 'vitest';

import { KINDS, ref } from '../../operator/api/kinds.ts';
import type { KubeObject } from '../../operator/api/object.ts';
import { refIn } from './subject.ts';
import type { Exam } from './subject.ts';

const crd = (group: string): KubeObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `widgets.${group}` },
  spec: {
    group,
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets', singular: 'widget', listKind: 'WidgetList' },
    versions: [{ name: 'v1', served: false, storage: true, schema: { openAPIV3Schema: SCHEMA } }],
  },
});

const SCHEMA = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        port: { 'x-kubernetes-int-or-string': true },
        mode: { type: 'string', enum: ['A', 'B'], default: 'A' },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        parts: {
          type: 'array',
          maxItems: 3,
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: {
            type: 'object',
            required: ['name'],
            properties: { name: { type: 'string', maxLength: 9, default: 'main' } },
          },
        },
      },
      'x-kubernetes-validations': [{ rule: 'has(self.mode)', message: 'mode is needed' }],
    },
  },
};

/** Whatever goes out comes back, known to a generated model or not. */
export function fidelityContract({ subject, fresh }: Exam): void {
  test('a NetworkPolicy keeps its sources', async () => {
    const it = subject();
    const name = fresh();
    const spec = {
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }],
          ports: [{ port: 443, protocol: 'TCP' }],
        },
        { from: [{ podSelector: {} }], ports: [{ port: 'http', protocol: 'TCP' }] },
      ],
      egress: [{ to: [{ namespaceSelector: { matchLabels: { a: 'b' } } }] }],
    };
    const object = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name, namespace: it.namespace },
      spec,
    };
    await it.cluster.apply(object, { manager: 'one' });
    const stored = await it.cluster.read(refIn(it, KINDS.NetworkPolicy, name));
    expect(stored?.['spec']).toEqual(spec);

    const copy = { ...object, metadata: { ...object.metadata, name: fresh() } };
    await expect(it.cluster.create(copy)).resolves.toMatchObject({ spec });
  });

  test('a CustomResourceDefinition keeps its extensions and defaults', async () => {
    const it = subject();
    const object = crd(`${fresh()}.example.com`);
    try {
      await it.cluster.apply(object, { manager: 'one' });
      const stored = await it.cluster.read(
        ref(KINDS.CustomResourceDefinition, object.metadata.name),
      );
      const spec = stored?.['spec'] as { versions: { schema: unknown }[] };
      expect(spec.versions[0]?.schema).toEqual({ openAPIV3Schema: SCHEMA });
    } finally {
      await it.cluster.remove(ref(KINDS.CustomResourceDefinition, object.metadata.name));
    }
  });

  test('text keeps every character', async () => {
    const it = subject();
    const name = fresh();
    const data = { text: 'żółć 🚀 \u2028\u2029\u0085\u007f\ufeff "quoted" \\ \t\r\n', empty: '' };
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: it.namespace },
      data,
    };
    await it.cluster.apply(object, { manager: 'one' });
    const stored = await it.cluster.read(refIn(it, KINDS.ConfigMap, name));
    expect(stored?.['data']).toEqual(data);
  });
}
