import type { KubeObject } from '../../operator/api/object.ts';
import type { Model } from '../../operator/model/model.ts';
import { childName, contentName, selector } from '../../operator/model/names.ts';
import { PlaneSpec } from '../../operator/products/plane/spec/index.ts';
import { autoscaler, numberOfPods } from '../../operator/products/shared/scaling.ts';
import type { Scaling } from '../../operator/products/shared/scaling.ts';
import { NO_ADVICE } from '../../operator/products/product.ts';
import type { Inputs, Part, Product, Volume } from '../../operator/products/product.ts';
import { podLabels } from '../../operator/products/shared/pod.ts';
import { volumeSize } from '../../operator/products/shared/volume-size.ts';

/** The smallest product that has everything: a generated key, a store, a migration that gates, an application. */
export const toy: Product = {
  name: 'Plane',
  member: 'plane',
  schema: PlaneSpec,
  releases: ['v1.0.0', 'v1.1.0'].map((version) => ({
    version,
    upgradesFrom: 'v1.0.0',
    images: { web: { repository: 'toy/web', tag: version } },
  })),
  license: { kind: 'Opaque', steps: () => ['upload it'] },
  references: () => [],
  endpoints: [],
  secrets: (model) => [
    {
      name: childName(model, 'keys'),
      part: 'config',
      keys: { KEY: { length: 32, irreplaceable: true }, SPARE: { length: 16 } },
      claims: [`data-${childName(model, 'store')}-0`],
    },
  ],
  volumes: (model) => [volume(model)],
  seeds: () => [],
  check: () => [],
  advice: () => NO_ADVICE,
  parts: (model, inputs) => [store(model, inputs), migration(model), web(model, inputs)],
};

const pods = (model: Model, part: string, image: string): object => ({
  metadata: { labels: podLabels(model, part) },
  spec: { containers: [{ name: part, image }] },
});

/** A volume whose default the second release raises. */
const volume = (model: Model): Volume => ({
  claim: `data-${childName(model, 'store')}-0`,
  path: 'spec.database.embedded.size',
  asked: model.database.kind === 'embedded' ? model.database.size : undefined,
  size: model.release.version === 'v1.0.0' ? '1Gi' : '2Gi',
});

const store = (model: Model, inputs: Inputs): Part => ({
  name: 'store',
  after: [],
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: childName(model, 'store') },
      spec: {
        replicas: 1,
        serviceName: childName(model, 'store'),
        selector: { matchLabels: selector(model, 'store') },
        template: pods(model, 'store', 'registry.corp.example.com/store:1'),
        volumeClaimTemplates: [
          {
            metadata: { name: 'data', labels: podLabels(model, 'store') },
            spec: {
              accessModes: ['ReadWriteOnce'],
              resources: { requests: { storage: volumeSize(volume(model), inputs) } },
            },
          },
        ],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: childName(model, 'store') },
      spec: { selector: selector(model, 'store'), ports: [{ port: 5432 }] },
    },
  ],
});

const migration = (model: Model): Part => ({
  name: 'migration',
  after: ['store'],
  objects: [
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: contentName(model, 'migrate', model.release.version) },
      spec: {
        backoffLimit: 0,
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [
              { name: 'migrate', image: `registry.corp.example.com/web:${model.release.version}` },
            ],
          },
        },
      },
    },
  ],
});

function web(model: Model, inputs: Inputs): Part {
  const data = {
    KEY: Buffer.from(inputs.value(childName(model, 'keys'), 'KEY')).toString('base64'),
    DOMAIN: Buffer.from(model.domain).toString('base64'),
  };
  const name = contentName(model, 'web-env', data);
  const { components } = model.own as { components?: { web?: Scaling } };
  const { replicas, scale } = numberOfPods(components?.web, 1);
  const { autoscaling } = components?.web ?? {};
  const deployment: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: childName(model, 'web') },
    spec: {
      replicas,
      selector: { matchLabels: selector(model, 'web') },
      template: {
        metadata: { labels: selector(model, 'web') },
        spec: {
          containers: [
            {
              name: 'web',
              image: `registry.corp.example.com/web:${model.release.version}`,
              envFrom: [{ secretRef: { name } }],
            },
          ],
        },
      },
    },
  };
  return {
    name: 'web',
    after: ['migration'],
    scale,
    objects: [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name },
        immutable: true,
        type: 'Opaque',
        data,
      },
      deployment,
      ...(autoscaling === undefined ? [] : [autoscaler(model, 'web', autoscaling)]),
    ],
  };
}
