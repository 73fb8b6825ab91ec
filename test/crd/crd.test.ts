import { readFile } from 'node:fs/promises';

import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Structural } from '../../operator/api/structural.ts';
import { ApiServer, ASKED } from './api-server.ts';
import { multiplied } from './cost.ts';
import { BAD_SPECS, edited, LARGE, SMALL } from './specs.ts';
import { FINAL, FREE } from './changes.ts';
import type { Spec } from './specs.ts';
import { TENANT_LARGE, TENANT_SMALL } from './tenant-specs.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const COST = `${DEFINITIONS}?dryRun=All`;
const GROUP = '/apis/airgapped.dev/v1alpha1';
const INSTALLATIONS = `${GROUP}/namespaces/default/planeinstallations`;
const DRY = '?dryRun=All&fieldValidation=Strict';

interface Crd {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly plural: string };
    readonly versions: readonly {
      readonly schema: { readonly openAPIV3Schema: Structural };
    }[];
  };
}

const crd = async (name: string): Promise<Crd> =>
  load(await readFile(`crds/${name}.airgapped.dev.yaml`, 'utf8')) as Crd;

const installation = (spec: Spec, name = 'plane'): object => ({
  apiVersion: 'airgapped.dev/v1alpha1',
  kind: 'PlaneInstallation',
  metadata: { name, namespace: 'default' },
  spec,
});

const policy = (spec: object, name = 'cluster'): object => ({
  apiVersion: 'airgapped.dev/v1alpha1',
  kind: 'AirgapPolicy',
  metadata: { name },
  spec,
});

describe.each(ASKED)('the definitions on Kubernetes %s', (minor) => {
  let server: ApiServer;

  beforeAll(async () => {
    server = await ApiServer.start(minor);
    for (const name of ['planeinstallations', 'airgappolicies']) {
      const answer = await server.send(
        'POST',
        `${DEFINITIONS}?fieldValidation=Strict`,
        await crd(name),
      );
      expect(answer).toMatchObject({ code: 201, message: '', warnings: [] });
    }
    await server.served(INSTALLATIONS);
    await server.served(`${GROUP}/airgappolicies`);
  });

  afterAll(async () => {
    await server.stop();
  });

  const create = (spec: Spec, name?: string) =>
    server.send('POST', `${INSTALLATIONS}${DRY}`, installation(spec, name));

  test('are accepted as they are: no field is dropped or found wanting', async () => {
    for (const name of ['planeinstallations', 'airgappolicies']) {
      const stored = await server.send('GET', `${DEFINITIONS}/${name}.airgapped.dev`);
      const [version] = (stored.body as unknown as Crd).spec.versions;
      const wanted = (await crd(name)).spec.versions[0];
      expect(version?.schema).toEqual(wanted?.schema);
      const { conditions } = stored.body['status'] as {
        readonly conditions: readonly { readonly type: string; readonly status: string }[];
      };
      expect(conditions.filter(({ type }) => type === 'NonStructuralSchema')).toEqual([]);
    }
  });

  test.each(['planeinstallations', 'airgappolicies'])(
    '%s cost less than a tenth of the CEL limits',
    async (name) => {
      const definition = await crd(name);
      const tenfold = await server.send('POST', COST, multiplied(definition, 10));
      expect(tenfold).toMatchObject({ code: 201, message: '' });
      const { code } = await server.send('POST', COST, multiplied(definition, 100));
      console.info(`${minor} ${name}: every rule 100 times over is answered ${code}`);
    },
  );

  test('a rule that costs too much is noticed by that measure', async () => {
    const text = JSON.stringify(await crd('planeinstallations'));
    const dear = `"rule":"self.?storage.?className.orValue('') == oldSelf.?storage.?className.orValue('')"`;
    const definition = JSON.parse(
      text.replace(/"rule":"[^"]*self.storage.className[^"]*"/, dear),
    ) as Crd;
    const { message } = await server.send('POST', COST, multiplied(definition, 10));
    expect(message).toContain('exceeds budget');
  });

  test.each([
    { why: 'the smallest spec', spec: SMALL },
    { why: 'a spec that sets everything', spec: LARGE },
    { why: 'the smallest Tenant Plane', spec: TENANT_SMALL },
    { why: 'a Tenant Plane that sets everything', spec: TENANT_LARGE },
    ...FREE.map(({ why, to }) => ({ why, spec: to })),
  ])('accept $why without a warning and without adding to it', async ({ spec }) => {
    const answer = await create(spec);
    expect(answer).toMatchObject({ code: 201, warnings: [], message: '' });
    expect(answer.body['spec']).toEqual(spec);
  });

  test.each(BAD_SPECS)('refuse: $why', async ({ spec, path, says }) => {
    const { code, message } = await create(spec);
    expect([400, 422]).toContain(code);
    expect(message).toContain(says ?? path.replace(/^spec\./, ''));
  });

  test.each(FINAL)('refuse when $why', async ({ from, to, says }) => {
    const name = 'final';
    await server.send('POST', INSTALLATIONS, installation(from, name));
    const { body } = await server.send('GET', `${INSTALLATIONS}/${name}`);
    const answer = await server.send('PUT', `${INSTALLATIONS}/${name}${DRY}`, {
      ...body,
      spec: to,
    });
    await server.send('DELETE', `${INSTALLATIONS}/${name}`);
    expect(answer.code).toBe(422);
    expect(answer.message).toContain(says);
  });

  test('a running installation may change whatever is not final', async () => {
    await server.send('POST', INSTALLATIONS, installation(SMALL, 'free'));
    const { body } = await server.send('GET', `${INSTALLATIONS}/free`);
    for (const { why, to } of FREE) {
      const answer = await server.send('PUT', `${INSTALLATIONS}/free${DRY}`, { ...body, spec: to });
      expect(answer.message, why).toBe('');
    }
  });

  test.each([
    { name: 'a'.repeat(30), code: 201 },
    { name: 'a'.repeat(31), code: 422 },
    { name: 'with.dot', code: 422 },
    { name: '1st', code: 422 },
  ])('answer $code to the name $name', async ({ name, code }) => {
    const answer = await create(SMALL, name);
    expect(answer.code).toBe(code);
    if (code !== 201) expect(answer.message).toContain('metadata.name must have at most 30');
  });

  test('status is -1 until the operator has seen a resource, and is written apart', async () => {
    const { body } = await server.send('POST', INSTALLATIONS, {
      ...installation(SMALL, 'seen'),
      status: { version: 'v1.0.0' },
    });
    expect(body['status']).toEqual({ observedGeneration: -1 });
    const listed = await server.send('GET', `${INSTALLATIONS}/seen`);
    expect(listed.body['status']).toEqual({ observedGeneration: -1 });
    const patch = await server.send('PATCH', `${INSTALLATIONS}/seen/status`, { status: STATUS });
    expect(patch).toMatchObject({ code: 200, warnings: [], message: '' });
    expect(patch.body['status']).toEqual(STATUS);
    const table = await server.kubectl.run(['get', 'plane', 'seen', '-o', 'wide']);
    expect(table.replaceAll(/ +/g, ' ')).toMatch(
      /NAME READY STATUS VERSION DOMAIN AGE\nseen True Ready v3.1.2 plane.corp.example.com \d+s/,
    );
  });

  test('status outside its bounds is refused', async () => {
    await server.send('POST', INSTALLATIONS, installation(SMALL, 'bounds'));
    const { message } = await server.send(
      'PATCH',
      `${INSTALLATIONS}/bounds/status?fieldValidation=Strict`,
      { status: { ...STATUS, conditions: [{ ...STATUS.conditions[0], status: 'Yes' }] } },
    );
    expect(message).toContain('status.conditions[0].status');
  });

  test('kubectl explain reads like documentation', async () => {
    const explain = (field: string, ...more: string[]) =>
      server.kubectl.run(['explain', `planeinstallation.${field}`, ...more]);
    await expect(await explain('spec.database', '--recursive')).toMatchFileSnapshot(
      'explain/database.txt',
    );
    await expect(await explain('spec')).toMatchFileSnapshot('explain/spec.txt');
    expect(await explain('spec.plane.components.api.replicas')).toContain('Number of pods');
    expect(await explain('status.findings')).toContain('What would be accepted');
  });

  test('kubectl apply refuses an unknown field and says its path', async () => {
    const bad = installation(edited('plane.components.wbe', {}));
    const { code, stderr } = await server.kubectl.try(
      ['apply', '--dry-run=server', '-f', '-'],
      JSON.stringify(bad),
    );
    expect(code).toBe(1);
    expect(stderr).toContain('unknown field "spec.plane.components.wbe"');
  });

  test('there is one policy, and it is bounded', async () => {
    const send = (object: object) => server.send('POST', `${GROUP}/airgappolicies${DRY}`, object);
    const lists = {
      allowedHosts: ['git.corp.example.com'],
      allowedSuffixes: ['corp.example.com'],
      allowedCIDRs: ['10.20.0.0/16', 'fd12:3456:789a::/48'],
      allowedRegistries: ['10.20.0.5:5000', 'harbor.corp.example.com/plane', 'registry:5000'],
    };
    expect(
      await send(
        policy({ ...lists, namespaces: [{ name: 'plane', ...lists }, { name: 'other' }] }),
      ),
    ).toMatchObject({ code: 201, warnings: [], message: '' });
    expect((await send(policy({}, 'other'))).message).toContain('metadata.name must be "cluster"');
    expect((await send(policy({ allowedCIDRs: ['ten'] }))).message).toContain(
      'spec.allowedCIDRs[0]',
    );
    expect((await send(policy({ allowedHosts: ['a', 'a'] }))).message).toContain('Duplicate value');
    expect((await send(policy({ hosts: [] }))).message).toContain('unknown field "spec.hosts"');
  });
});

const STATUS = {
  observedGeneration: 1,
  acceptedGeneration: 1,
  version: 'v3.1.2',
  conditions: [
    {
      type: 'Ready',
      status: 'True',
      reason: 'Ready',
      message: 'All parts are ready.',
      observedGeneration: 1,
      lastTransitionTime: '2026-01-02T03:04:05Z',
    },
  ],
  components: [{ name: 'api', kind: 'Deployment', desired: 2, ready: 2, state: 'Ready' }],
  findings: [
    {
      severity: 'note',
      rule: 'LicenseNotGiven',
      path: 'spec.license',
      message: 'is missing',
      fix: 'x',
    },
  ],
  inventory: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'plane-api' }],
};
