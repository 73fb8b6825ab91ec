import { describe, expect, test } from 'vitest';

import { aCase, CASES, partsOf } from '../../../golden/cases.ts';
import { containerOf, objectsOf, podOf, valuesOf } from './rendered.ts';
import { violations } from './restricted.ts';

const rendered = CASES.map((of) => ({ title: of.title, of, parts: partsOf(of) }));

/** What the vendor's chart has as defaults: whoever can read it knows these. */
const PUBLISHED = [
  '60gp0byfz2dvffa45cxl20p1scy9xbpf6d8c5y0geejgkyp1b5',
  'dsOdt7YrvxsTIFJ37pOaEVvLxN8KGBCr',
  'htbqvBJAgpm9bzvf3r4urJer0ENReatceh',
  'tyfvfqvBJAgpm9bzvf3r4urJer0Ehfdubk',
  'gzb7MRLr0FoN129NyWARZEs84P9LzQ',
  'TTqazTcoBajYKzIAeIKFZeTX9czAoUsG',
  'Secure@Pass#123!%^&*',
];

/** Longest names, where it is not that of a label. */
const ROOM: Readonly<Record<string, number>> = {
  // Its pods carry its name and a digest of ten characters as a label.
  StatefulSet: 52,
  // Its name and a digest of ten characters is that of a ReplicaSet, in whose pods' names it is not cut off.
  Deployment: 52,
  ConfigMap: 253,
  Secret: 253,
};

describe.each(rendered)('$title', ({ of, parts }) => {
  test('renders to the same bytes twice', () => {
    expect(JSON.stringify(partsOf(aCase(of.title)))).toBe(JSON.stringify(parts));
  });

  test('waits for parts that are there and stand before', () => {
    const names = parts.map(({ name }) => name);
    const wrong = parts.flatMap(({ name, after }, index) =>
      after
        .filter((other) => !names.slice(0, index).includes(other))
        .map((other) => `${name} waits for ${other}`),
    );
    expect(wrong).toEqual([]);
  });

  test('has pods that Pod Security "restricted" admits, every one', () => {
    const wrong = parts.flatMap((part) => {
      const pod = podOf(part);
      return pod === undefined ? [] : violations(pod).map((what) => `${part.name} ${what}`);
    });
    expect(wrong).toEqual([]);
  });

  test('has pods that talk to no API server, and labels that no release changes', () => {
    for (const part of parts) {
      const pod = podOf(part);
      if (pod === undefined) continue;
      expect(pod.spec).toMatchObject({
        automountServiceAccountToken: false,
        enableServiceLinks: false,
      });
      expect(Object.keys(pod.metadata.labels)).not.toContain('app.kubernetes.io/version');
      expect(pod.metadata.labels).toMatchObject({
        'airgapped.dev/installation': of.model.name,
        'app.kubernetes.io/component': part.name,
      });
    }
  });

  test('has names and labels that fit', () => {
    for (const { kind, metadata } of objectsOf(parts)) {
      expect(metadata.name, kind).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
      expect(metadata.name.length, metadata.name).toBeLessThanOrEqual(ROOM[kind] ?? 63);
    }
  });

  test('reads nothing but what it brings', () => {
    const brought = new Set(
      objectsOf(parts).map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    );
    const read = parts
      .filter(podOf)
      .flatMap((part) =>
        [...(containerOf(part).envFrom ?? [])].map(({ configMapRef, secretRef }) =>
          configMapRef === undefined
            ? `Secret ${secretRef?.name}`
            : `ConfigMap ${configMapRef.name}`,
        ),
      );
    expect(read.filter((name) => !brought.has(name))).toEqual([]);
  });

  test('names by its content what is immutable, and makes nothing else of values', () => {
    for (const object of objectsOf(parts)) {
      if (object.kind !== 'ConfigMap' && object.kind !== 'Secret') continue;
      // The stores' bundle of authorities: they see it change, and are not restarted for it.
      if (object.metadata.name === `${of.model.name}-trust`) continue;
      expect(object['immutable'], object.metadata.name).toBe(true);
      expect(object.metadata.name).toMatch(/-[0-9a-f]{10}$/);
      expect(object).not.toHaveProperty('stringData');
    }
  });

  test('holds no secret that the vendor has published', () => {
    const found = objectsOf(parts).flatMap((object) =>
      Object.entries(valuesOf(object)).filter(([, value]) =>
        PUBLISHED.some((known) => value.includes(known)),
      ),
    );
    expect(found).toEqual([]);
    const passwords = objectsOf(parts).flatMap((object) =>
      Object.entries(valuesOf(object)).filter(([key]) => key.includes('PASS')),
    );
    for (const [key, value] of passwords)
      expect(['admin', 'password', 'plane'], key).not.toContain(value);
  });

  test('names no host outside but the one constant of the vendor', () => {
    const texts = objectsOf(parts).flatMap((object) => [
      ...Object.values(valuesOf(object)),
      JSON.stringify(object['spec'] ?? {}),
    ]);
    const hosts = new Set(
      texts.flatMap((text) =>
        [...text.matchAll(/[a-z]+:\/\/(?:[^@/\s"]*@)?([^:/\s"?]+)/g)].map(
          // As a pattern a name has its dots escaped.
          ([, host]) => host?.replaceAll('\\', '') ?? '',
        ),
      ),
    );
    const outside = [...hosts].filter(
      (host) => !/(\.svc|\.corp\.example\.com|^127\.0\.0\.1)$/.test(host),
    );
    expect(outside).toEqual(of.product.name === 'Plane' ? ['prime.plane.so'] : []);
  });

  test('declares and names every port that a Service offers', () => {
    for (const part of parts) {
      const service = part.objects.find(({ kind }) => kind === 'Service');
      if (service === undefined) continue;
      const { ports } = service['spec'] as {
        readonly ports: readonly { readonly name: string; readonly targetPort: string }[];
      };
      const declared = containerOf(part).ports?.map(({ name }) => [name, name]);
      expect(ports.map(({ name, targetPort }) => [name, targetPort])).toEqual(declared);
    }
  });
});
