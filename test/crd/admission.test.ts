import { readFile } from 'node:fs/promises';

import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { admission } from '../../operator/admission/index.ts';
import { AirgapPolicySpec } from '../../operator/api/policy.ts';
import { readCases, readPolicies } from '../../operator/cli/cases.ts';
import type { Case, PolicyCase } from '../../operator/cli/cases.ts';
import { createJudge } from '../../operator/judge/judge.ts';
import { PRODUCTS } from '../../operator/products/index.ts';
import { eventually } from '../support/eventually.ts';
import { ApiServer, ASKED } from './api-server.ts';
import type { Answer } from './api-server.ts';
import { LARGE } from './specs.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const GROUP = '/apis/airgapped.dev/v1alpha1';
const ADMISSION = '/apis/admissionregistration.k8s.io/v1';
const PLURALS: Readonly<Record<string, string>> = {
  ValidatingAdmissionPolicy: 'validatingadmissionpolicies',
  ValidatingAdmissionPolicyBinding: 'validatingadmissionpolicybindings',
};

type Spec = Readonly<Record<string, unknown>>;

/** A spec with a text in a field of that kind. */
const FIELDS: Readonly<Record<string, (text: string) => Spec>> = {
  url: (text) => withIn(['plane', 'ai', 'model', 'url'], text),
  host: (text) => withIn(['plane', 'mail', 'smtp', 'host'], text),
};

function withIn(path: readonly string[], value: unknown, base: Spec = MINE): Spec {
  const [first = '', ...rest] = path;
  return {
    ...base,
    [first]: rest.length === 0 ? value : withIn(rest, value, (base[first] ?? {}) as Spec),
  };
}

/** Everything that names a host is a Service, so that one place decides. */
const inside = (value: unknown): unknown => {
  if (typeof value === 'string')
    return value
      .replace(/^https?:\/\/.*/, 'http://name.namespace.svc')
      .replace(/^[a-z0-9-]+\.corp\.example\.com$/, 'name.namespace.svc');
  if (Array.isArray(value)) return value.map(inside);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inside(inner)]));
  return value;
};
const MINE = ((): Spec => {
  const large = inside(LARGE) as Spec;
  const plane = Object.fromEntries(
    Object.entries(large['plane'] as Spec).filter(([member]) => member !== 'webhooks'),
  );
  return { ...large, plane, images: { registry: 'registry.corp.example.com' } };
})();

/** The definition without patterns: what is tested is the policy alone. */
const bare = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => key !== 'pattern' || typeof inner !== 'string')
      .map(([key, inner]) => [key, bare(inner)]),
  );
};

const OURS = { 'app.kubernetes.io/managed-by': 'plane-operator' };

const read = async (name: string): Promise<object> =>
  load(await readFile(`crds/${name}.airgapped.dev.yaml`, 'utf8')) as object;

const [CASES, POLICIES] = await Promise.all([
  Promise.all(['endpoints', 'own'].map((name) => readCases(`test/vectors/${name}.json`))).then(
    (all) => all.flat(),
  ),
  Promise.all(
    ['policies', 'own-policies'].map((name) => readPolicies(`test/vectors/${name}.json`)),
  ).then((all) => new Map(all.flatMap((map) => [...map]))),
]);

const BY_DNS =
  'lets a name of privateDnsNames in: whether every answer is inside, the operator asks';
const BY_SERVICES =
  'lets a single label in where allowDotless is set: whether there is such a Service, the operator sees';
/** Cases that the API server lets in and the judge does not, without what only the operator can see. */
const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {
  EV101: BY_SERVICES,
  OWN023: BY_SERVICES,
  EV391: BY_DNS,
  EV392: BY_DNS,
  OWN084: BY_DNS,
  EV396: BY_DNS,
  EV397: BY_DNS,
};

describe.each(ASKED)('admission on Kubernetes %s', (minor) => {
  let server: ApiServer;
  let round = 0;

  const create = (spec: Spec): Promise<Answer> =>
    server.send('POST', `${GROUP}/namespaces/default/planeinstallations?dryRun=All`, {
      apiVersion: 'airgapped.dev/v1alpha1',
      kind: 'PlaneInstallation',
      metadata: { name: 'x' },
      spec,
    });

  /** A Deployment of ours, with an image. */
  const deploy = (image: string, labels: object = OURS): Promise<Answer> =>
    server.send('POST', '/apis/apps/v1/namespaces/default/deployments?dryRun=All', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'x', labels },
      spec: {
        selector: { matchLabels: { app: 'x' } },
        template: {
          metadata: { labels: { app: 'x' } },
          spec: { containers: [{ name: 'x', image }] },
        },
      },
    });

  /** How a text of each kind comes before the API server. */
  const WAYS: Readonly<Record<string, (text: string) => Promise<Answer>>> = {
    url: (text) => create(FIELDS['url']!(text)),
    host: (text) => create(FIELDS['host']!(text)),
    image: deploy,
  };

  /** Stores a policy, and waits until the API server judges by it. */
  const decree = async (spec: Spec): Promise<void> => {
    round += 1;
    const probe = `probe-${round}.lan`;
    const { allowedHosts = [], allowedRegistries = [] } = spec as Readonly<
      Record<string, readonly string[]>
    >;
    const before = await server.send('GET', `${GROUP}/airgappolicies/cluster`);
    const { metadata } = before.body as { readonly metadata: object };
    const stored = await server.send('PUT', `${GROUP}/airgappolicies/cluster`, {
      apiVersion: 'airgapped.dev/v1alpha1',
      kind: 'AirgapPolicy',
      metadata,
      spec: {
        ...spec,
        allowedRegistries: [...new Set([...allowedRegistries, 'registry.corp.example.com'])],
        allowedHosts: [...allowedHosts, probe],
      },
    });
    expect(stored).toMatchObject({ code: 200, message: '' });
    await eventually(
      async () => {
        const { code } = await create(FIELDS['host']!(probe));
        return code === 201 ? true : undefined;
      },
      { what: 'the API server to see the policy' },
    );
  };

  beforeAll(async () => {
    server = await ApiServer.start(minor);
    for (const name of ['planeinstallations', 'airgappolicies'])
      await server.send('POST', DEFINITIONS, bare(await read(name)) as object);
    await server.served(`${GROUP}/namespaces/default/planeinstallations`);
    await server.served(`${GROUP}/airgappolicies`);
    for (const object of admission(PRODUCTS)) {
      const answer = await server.send(
        'POST',
        `${ADMISSION}/${PLURALS[object.kind] ?? ''}`,
        object,
      );
      expect(answer).toMatchObject({ code: 201, message: '', warnings: [] });
    }
    await eventually(async () => ((await create(MINE)).code === 201 ? undefined : true), {
      what: 'the binding to count',
      seconds: 60,
    });
  });

  afterAll(async () => {
    await server.stop();
  });

  test('without a policy everything is refused', async () => {
    expect(await create(MINE)).toMatchObject({
      code: 422,
      message: expect.stringContaining('airgapped.dev') as string,
    });
    await server.send('POST', `${GROUP}/airgappolicies`, {
      apiVersion: 'airgapped.dev/v1alpha1',
      kind: 'AirgapPolicy',
      metadata: { name: 'cluster' },
      spec: { allowedRegistries: ['registry.corp.example.com'] },
    });
    await eventually(async () => ((await create(MINE)).code === 201 ? true : undefined), {
      what: 'the policy to be seen',
    });
  });

  const judged = (of: Case, { policy }: PolicyCase): boolean =>
    createJudge(policy)({ kind: of.kind, input: of.input, context: { services: [] } }).verdict ===
    'allow';

  test('says what is outside, where, and what is inside', async () => {
    await decree({ allowedSuffixes: ['corp.example.com'], allowedCIDRs: ['10.20.0.0/16'] });
    const { message } = await create(FIELDS['url']!('https://llm.evil.net/v1'));
    expect(message).toContain('spec.plane.ai.model.url: llm.evil.net');
    expect(message).toContain('names below corp.example.com');
    const odd = await create(FIELDS['url']!('https://user@llm.corp.example.com/'));
    expect(odd.message).toContain('spec.plane.ai.model.url: is no plain URL');
    const image = await deploy('docker.io/library/nginx:1');
    expect(image.message).toContain('image docker.io/library/nginx:1 comes from no registry');
  });

  test('leaves alone what is not ours, and refuses an alias that is', async () => {
    expect((await deploy('docker.io/library/nginx:1', {})).code).toBe(201);
    const service = (labels: object): Promise<Answer> =>
      server.send('POST', '/api/v1/namespaces/default/services?dryRun=All', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'x', labels },
        spec: { type: 'ExternalName', externalName: 'db.corp.example.com' },
      });
    expect((await service({})).code).toBe(201);
    expect((await service(OURS)).message).toContain('ExternalName');
  });

  test.each([
    { addresses: ['10.20.0.0/16', 'fd12::/32', '10.1.2.3'], allowed: true },
    { addresses: ['10.20.0.0/16', '0.0.0.0/0'], allowed: false },
    { addresses: ['8.8.8.8'], allowed: false },
    { addresses: ['10.20.0.1/16'], allowed: false },
  ])('webhooks may go to $addresses: $allowed', async ({ addresses, allowed }) => {
    await decree({ allowedCIDRs: ['10.20.0.0/16'] });
    const { code } = await create(withIn(['plane', 'webhooks', 'addresses'], addresses));
    expect(code === 201).toBe(allowed);
  });

  test('a namespace has its own lists', async () => {
    const lab = { name: 'default', allowedSuffixes: ['lab.internal', 'evil.net'] };
    await decree({ allowedSuffixes: ['corp.example.com'], namespaces: [lab] });
    expect((await create(FIELDS['host']!('smtp.evil.net'))).code).toBe(201);
    expect((await create(FIELDS['host']!('smtp.corp.example.com'))).code).toBe(403);
  });

  test('and the judge agree on every case that both can see', async () => {
    const differences: string[] = [];
    let agreed = 0;
    for (const [name, found] of POLICIES) {
      const parsed = AirgapPolicySpec.safeParse(defined(found.policy));
      const cases = CASES.filter((one) => one.policy === name && one.kind in WAYS);
      if (cases.length === 0) continue;
      if (!parsed.success) {
        differences.push(`${name}: is no AirgapPolicy: ${parsed.error.message}`);
        continue;
      }
      await decree(parsed.data);
      for (const one of cases) {
        const { code, message } = await WAYS[one.kind]!(one.input);
        const allowed = code === 201;
        const expected = one.id in KNOWN_DIFFERENCES || judged(one, found);
        if (allowed === expected) agreed += 1;
        else
          differences.push(
            `${one.id} ${one.policy} ${one.kind} ${JSON.stringify(one.input)}: ${allowed ? 'let in' : message}`,
          );
      }
    }
    expect(differences).toEqual([]);
    expect(agreed).toBeGreaterThan(150);
  }, 600_000);
});

const defined = (policy: object): object =>
  Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined));
