import { beforeEach, describe, expect, test } from 'vitest';

import { API_VERSION } from '../../operator/api/group.ts';
import { KINDS, ref } from '../../operator/api/kinds.ts';
import type { KubeObject } from '../../operator/api/object.ts';
import { POLICY_NAME } from '../../operator/api/policy.ts';
import type { Product } from '../../operator/products/product.ts';
import { Flow } from '../support/flow.ts';
import { toy } from '../support/toy-product.ts';

const SECRET = { name: 'db', key: 'url' };
const PATH = 'spec.database.external.secretRef';
const url = (host: string): string => `postgresql://plane:hunter2@${host}:5432/plane`;

/** The toy, whose application reads a connection URL from a Secret of the site. */
const reading: Product = {
  ...toy,
  parts: (model, inputs) =>
    toy.parts(model, {
      ...inputs,
      value: (secret, key) =>
        key === 'KEY' ? inputs.value(SECRET.name, SECRET.key) : inputs.value(secret, key),
    }),
};

let flow: Flow;

const ask = (change: Readonly<Record<string, unknown>> = {}): Promise<void> =>
  flow.ask({ database: { external: { secretRef: { name: SECRET.name } } }, ...change });

beforeEach(async () => {
  flow = new Flow([reading]);
  await flow.site();
  await database('db.corp.example.com');
});

const database = async (host: string): Promise<void> => {
  const value = Buffer.from(url(host)).toString('base64');
  await flow.cluster.apply(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: SECRET.name, namespace: 'plane' },
      data: { [SECRET.key]: value },
    },
    { manager: 'user' },
  );
  await flow.settle();
};
const policy = async (spec: object): Promise<void> => {
  const before = (await flow.cluster.read(ref(KINDS.AirgapPolicy, POLICY_NAME)))!;
  await flow.cluster.replace({ ...before, spec });
  await flow.settle();
};
const WIDE = {
  allowedSuffixes: ['corp.example.com'],
  allowedRegistries: ['registry.corp.example.com'],
};
const findings = async (): Promise<readonly string[]> =>
  ((await flow.status()).findings ?? []).map(({ rule, path }) => `${rule} ${path}`);
const web = async (): Promise<unknown> => (await flow.get('Deployment', 'plane-web'))?.['spec'];
const names = (secrets: readonly KubeObject[]): readonly string[] =>
  secrets.map(({ metadata }) => metadata.name).sort();
const environments = async (): Promise<readonly string[]> =>
  names(await flow.cluster.list(KINDS.Secret, { namespace: 'plane' }));

describe('where an installation leads', () => {
  test('is told when all is inside', async () => {
    await ask();
    expect(await flow.condition('Ready')).toBe('True/Ready');
    expect(await flow.condition('EndpointsInternal')).toBe('True/EndpointsInside');
  });

  test('keeps a spec from being carried out, with every finding at once, an event each, and no password', async () => {
    await database('db.evil.net');
    await ask({ domain: 'plane.evil.net', images: { registry: 'registry.evil.net' } });
    expect(await flow.condition('Ready')).toBe('False/Refused');
    expect(await flow.condition('EndpointsInternal')).toBe('False/EndpointsOutside');
    const expected = [
      'RegistryNotAllowed spec.images.registry',
      'NameNotAllowed spec.domain',
      `NameNotAllowed ${PATH}`,
    ];
    expect(await findings()).toEqual(expected);
    const told = flow.happenings.filter(({ action }) => action === 'Inspect');
    expect(told.map(({ reason, note }) => `${reason} ${note.split(':')[0] ?? ''}`)).toEqual(
      expected,
    );
    expect(JSON.stringify([await flow.status(), flow.happenings])).not.toContain('hunter2');
    expect(await web()).toBeUndefined();
  });

  test('by an edited Secret rolls nothing, and is over when the Secret is right again', async () => {
    await ask();
    const before = { web: await web(), environments: await environments() };
    flow.writes();
    await database('db.evil.net');
    expect(await findings()).toEqual([`NameNotAllowed ${PATH}`]);
    expect(await flow.condition('EndpointsInternal')).toBe('False/EndpointsOutside');
    expect(await flow.condition('Available')).toBe('True/Serving');
    flow.restart();
    await flow.settle();
    expect({ web: await web(), environments: await environments() }).toEqual(before);
    expect(flow.writes().filter((line) => !/PlaneInstallation|Secret db/.test(line))).toEqual([]);
    await database('other.corp.example.com');
    expect(await flow.condition('EndpointsInternal')).toBe('True/EndpointsInside');
    expect(await web()).not.toEqual(before.web);
  });

  test('costs no request while nothing changes', async () => {
    await ask();
    flow.cluster.forgetRequests();
    await flow.visit();
    expect(flow.cluster.requests).toEqual([]);
  });
});

describe('the policy', () => {
  test('that is tightened stops nothing, and lets nothing new in', async () => {
    await ask();
    const before = await web();
    await policy({ ...WIDE, allowedSuffixes: ['lab.internal'] });
    expect(await flow.condition('EndpointsInternal')).toBe('False/EndpointsOutside');
    expect(await flow.condition('Available')).toBe('True/Serving');
    await ask({ domain: 'new.corp.example.com' });
    expect(await web()).toEqual(before);
    await policy(WIDE);
    expect(await flow.condition('Ready')).toBe('True/Ready');
    expect(await flow.condition('EndpointsInternal')).toBe('True/EndpointsInside');
    expect(await web()).not.toEqual(before);
  });

  test('that is deleted stops nothing, and nothing counts as inside until it is back', async () => {
    await ask();
    const before = await web();
    await flow.cluster.remove(ref(KINDS.AirgapPolicy, POLICY_NAME));
    await flow.settle();
    expect(await flow.condition('EndpointsInternal')).toBe('False/NoPolicy');
    expect(await findings()).toEqual(['NoPolicy AirgapPolicy/cluster']);
    expect(await flow.condition('Available')).toBe('True/Serving');
    expect(await web()).toEqual(before);
    await flow.cluster.create({
      apiVersion: API_VERSION,
      kind: 'AirgapPolicy',
      metadata: { name: POLICY_NAME },
      spec: WIDE,
    });
    await flow.settle();
    expect(await flow.condition('Ready')).toBe('True/Ready');
  });

  test('of another name does not count', async () => {
    await flow.cluster.remove(ref(KINDS.AirgapPolicy, POLICY_NAME));
    await flow.cluster.create({
      apiVersion: API_VERSION,
      kind: 'AirgapPolicy',
      metadata: { name: 'mine' },
      spec: WIDE,
    });
    await ask();
    expect(await flow.condition('EndpointsInternal')).toBe('False/NoPolicy');
    expect(await web()).toBeUndefined();
  });

  test('may say another thing for the namespace, and for another namespace alone', async () => {
    const elsewhere = { name: 'elsewhere', allowedSuffixes: ['evil.net'] };
    await policy({ ...WIDE, namespaces: [elsewhere] });
    await ask({ domain: 'plane.evil.net' });
    expect(await findings()).toEqual(['NameNotAllowed spec.domain']);
    const here = { name: 'plane', allowedSuffixes: ['evil.net', 'corp.example.com'] };
    await policy({ ...WIDE, namespaces: [elsewhere, here] });
    expect(await flow.condition('Ready')).toBe('True/Ready');
  });
});
