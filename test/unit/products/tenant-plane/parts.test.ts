import { describe, expect, test } from 'vitest';

import { IMAGES } from '../../../../operator/products/tenant-plane/images.generated.ts';
import { aCase, casesOf, partsOf } from '../../../golden/cases.ts';
import { containerOf, objectsOf, partOf, podOf, workloadOf } from '../plane/rendered.ts';

const parts = (title: string) => partsOf(aCase(title));

/** What is documented of the server, and what is not. */
const FACTS = [
  { what: 'answers on port 3000', of: 'ports', value: [{ name: 'http', containerPort: 3000 }] },
  { what: 'is started as its image says', of: 'command', value: undefined },
  { what: 'has no arguments', of: 'args', value: undefined },
] as const;

describe.each(casesOf('TenantPlane'))('the server of $title', (of) => {
  const container = containerOf(partOf(partsOf(of), 'server'));

  test.each(FACTS)('$what', ({ of: member, value }) => {
    if (value === undefined) expect(container[member]).toBeUndefined();
    else expect(container[member]).toMatchObject(value);
  });

  test('runs the image that the spec names', () => {
    expect(container.image).toBe('registry.corp.example.com/mirror/atlasai/tenant-plane:1.3.0');
  });

  test('is asked whether its port is open: no path for probes is documented', () => {
    expect(container).toMatchObject({ readinessProbe: { tcpSocket: { port: 'http' } } });
  });
});

test('no other part runs a container but PostgreSQL, and only where it is embedded', () => {
  const running = (title: string) =>
    parts(title)
      .filter(podOf)
      .map(({ name }) => name);
  expect(running('tenant-ollama')).toEqual(['postgres', 'server']);
  expect(running('tenant-vllm')).toEqual(['server']);
  expect(running('tenant-trial')).toEqual(['server']);
});

test('a trial has one pod with a volume, and nothing that could make it two', () => {
  const server = partOf(parts('tenant-trial'), 'server');
  expect(workloadOf(server)).toMatchObject({
    kind: 'StatefulSet',
    spec: {
      replicas: 1,
      volumeClaimTemplates: [{ spec: { resources: { requests: { storage: '3Gi' } } } }],
    },
  });
  expect(containerOf(server).volumeMounts).toContainEqual({ name: 'data', mountPath: '/app/data' });
  expect(objectsOf([server]).map(({ kind }) => kind)).not.toContain('HorizontalPodAutoscaler');
});

test('with high availability two pods are sure, and one at a time is drained', () => {
  const kinds = objectsOf(parts('tenant-vllm')).map(({ kind }) => kind);
  expect(kinds).toContain('HorizontalPodAutoscaler');
  expect(kinds).toContain('PodDisruptionBudget');
});

test('browsers and edge agents come in by the domain, with its certificate', () => {
  const [ingress] = partOf(parts('tenant-edge'), 'ingress').objects;
  expect(ingress).toMatchObject({
    spec: {
      tls: [{ hosts: ['atlas.corp.example.com'], secretName: 'atlas-tls' }],
      rules: [
        {
          host: 'atlas.corp.example.com',
          http: { paths: [{ path: '/', backend: { service: { name: 'atlas-server' } } }] },
        },
      ],
    },
  });
});

test.each([
  { title: 'tenant-edge', image: 'library/postgres:15.7-alpine' },
  { title: 'tenant-edge-image', image: 'site/edge-bundles:1.3.0' },
])('bundles of $title are copied and checked in each pod before the server starts', (of) => {
  const server = partOf(parts(of.title), 'server');
  const [init] = podOf(server)!.spec.initContainers!;
  expect(init!.image).toBe(`registry.corp.example.com/mirror/${of.image}`);
  expect(init!.command!.join('\n')).toContain('sha256sum -c /etc/plane/bundles/SHA256SUMS');
  expect(containerOf(server).volumeMounts).toContainEqual({
    name: 'edge-bundles',
    mountPath: '/app/edge-bundles',
    readOnly: true,
  });
  expect(podOf(server)!.spec.volumes).toContainEqual(
    expect.objectContaining({ name: 'edge-bundles', emptyDir: expect.anything() as object }),
  );
});

test('every image that runs is in the manifest for this product, and the manifest says whose name is not published', () => {
  const known = IMAGES.map(({ key }) => key);
  expect(known).toEqual(['postgres', 'server', 'edge-bundles']);
  expect(
    IMAGES.filter(({ unpublished }) => unpublished !== undefined).map(({ key }) => key),
  ).toEqual(['server', 'edge-bundles']);
});
