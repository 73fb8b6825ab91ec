import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { demo, minors, Stage } from './stage.ts';
import type { Spec } from './stage.ts';

const ADMISSION = 'charts/plane-operator/templates/admission.yaml';

describe.each(minors)('what the API server refuses by itself on Kubernetes %s', (minor) => {
  let stage: Stage;
  const asked = async (change: (spec: Spec) => void) => {
    const resource = await demo('plane.yaml');
    change(resource.spec);
    return await stage.kubectl.try(['apply', '-f', '-'], JSON.stringify(resource));
  };
  const outside = (spec: Spec): void => {
    Object.assign(spec, { domain: 'plane.evil.net' });
  };

  beforeAll(async () => {
    stage = await Stage.open(minor);
    await stage.kubectl.run(['apply', '-f', ADMISSION]);
    await stage.ask();
    await stage.wait('Ready', 150);
    await stage.until('the policies to count', async () => (await asked(outside)).code !== 0, 60);
  }, 240_000);

  afterAll(async () => {
    await stage.close();
  }, 60_000);

  test('an installation that stays inside became Ready under the policies', async () => {
    expect((await stage.condition('EndpointsInternal'))?.status).toBe('True');
  });

  test('a hostile spec is refused, with the operator running', async () => {
    const { code, stderr } = await asked(outside);
    expect(code).not.toBe(0);
    expect(stderr).toContain('spec.domain: plane.evil.net is outside');
    expect(stderr).toContain('names below corp.example.com');
    const registry = await stage.kubectl.try(['apply', '-f', 'scripts/demo-files/outside.yaml']);
    expect(registry.stderr).toContain('plane.elsewhere.example.com');
  });

  test('what is ours takes no image from elsewhere and no alias, and everything else is let through', async () => {
    const image = await stage.kubectl.try([
      ...['-n', 'plane', 'set', 'image', 'deployment/plane-web', '*=docker.io/library/nginx:1'],
    ]);
    expect(image.stderr).toContain('image docker.io/library/nginx:1 comes from no registry');
    const alias = await stage.kubectl.try([
      ...['-n', 'plane', 'patch', 'service', 'plane-web', '-p'],
      JSON.stringify({ spec: { type: 'ExternalName', externalName: 'db.evil.net' } }),
    ]);
    expect(alias.stderr).toContain('ExternalName');
    await stage.in('scale', 'deployment', 'plane-space', '--replicas=2');
    await stage.in('rollout', 'restart', 'deployment', 'plane-admin');
    await stage.in('label', 'deployment', 'plane-web', 'site.example.com/x=y');
    await stage.wait('Ready');
  });

  test('a policy that is tightened keeps nothing that runs from starting again, or from being labelled', async () => {
    await stage.kubectl.run([
      ...['patch', 'airgappolicy', 'cluster', '--type=merge', '-p'],
      '{"spec":{"allowedSuffixes":["lab.internal"],"allowedRegistries":["registry.lab.internal"]}}',
    ]);
    await stage.until(
      'the finding',
      async () => (await stage.condition('EndpointsInternal'))?.status === 'False',
    );
    const { items } = await stage.live<{ items: { metadata: { name: string; uid: string } }[] }>(
      ...['pods', '-l', 'app.kubernetes.io/component=api'],
    );
    await stage.in('delete', 'pods', '-l', 'app.kubernetes.io/component=api', '--wait=false');
    await stage.until('new pods of the API', async () => {
      const now = await stage.live<{ items: { metadata: { uid: string } }[] }>(
        ...['pods', '-l', 'app.kubernetes.io/component=api'],
      );
      const before = new Set(items.map(({ metadata }) => metadata.uid));
      return (
        now.items.length === items.length &&
        now.items.every(({ metadata }) => !before.has(metadata.uid))
      );
    });
    await stage.in('label', 'plane', 'plane', 'site.example.com/owner=ops');
    expect((await asked(() => undefined)).code).toBe(0);
    const changed = await asked((spec) => {
      spec.version = 'v3.1.4';
    });
    expect(changed.stderr).toContain('spec.domain: plane.corp.example.com is outside');
    await stage.kubectl.run(['apply', '-f', 'scripts/demo-files/site.yaml']);
    await stage.wait('EndpointsInternal');
  });

  test('a hostile spec is refused with the operator stopped, and one that stays inside is taken', async () => {
    await stage.operator.stop();
    const { code, stderr } = await asked(outside);
    expect(code).not.toBe(0);
    expect(stderr).toContain('spec.domain: plane.evil.net is outside');
    const inside = await asked((spec) => {
      Object.assign(spec.plane, {
        ai: { model: { url: 'http://[fd00::1]:8080/v1', name: 'm' } },
        search: { embedded: {} },
      });
    });
    expect(inside).toMatchObject({ code: 0 });
  });

  test('without a policy nothing new is created, and what is there may be let go', async () => {
    const another = async () => {
      const resource = await demo('plane.yaml');
      const metadata = { name: 'another', namespace: 'plane' };
      return await stage.kubectl.try(
        ['create', '--dry-run=server', '-f', '-'],
        JSON.stringify({ ...resource, metadata }),
      );
    };
    expect((await another()).code).toBe(0);
    await stage.kubectl.run(['delete', 'airgappolicy', 'cluster']);
    await stage.until(
      'the API server to miss the policy',
      async () => (await another()).code !== 0,
    );
    await stage.in('delete', 'pod', '-l', 'app.kubernetes.io/component=web', '--wait=true');
    await stage.until('a new pod of web', async () => {
      const { items } = await stage.live<{ items: readonly object[] }>(
        ...['pods', '-l', 'app.kubernetes.io/component=web'],
      );
      return items.length > 0;
    });
    await stage.in('delete', 'plane', 'plane', '--wait=false');
    await stage.in(
      ...['patch', 'plane', 'plane', '--type=merge', '-p', '{"metadata":{"finalizers":null}}'],
    );
    await stage.until(
      'it to be gone',
      async () => (await stage.get('plane', 'plane')) === undefined,
    );
  });
});
