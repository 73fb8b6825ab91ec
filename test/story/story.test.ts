import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { clusterKind } from '../cluster/open.ts';
import { eventually } from '../support/eventually.ts';
import { demo, imageOf, minors, Stage } from './stage.ts';

/** Idle seconds in which nothing may be asked: five minutes in the long run. */
const IDLE = process.env['PLANE_TEST_LONG'] === '1' ? 300 : 15;

/** Audit log and pace belong to the clusters that we start ourselves. */
const ownOnly = test.skipIf(clusterKind() !== 'embedded');

describe.each(minors)('install, change, drift, refuse, repair on Kubernetes %s', (minor) => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(minor);
  }, 120_000);

  afterAll(async () => {
    await stage.close();
  }, 60_000);

  test('a new resource becomes Ready, with every condition of its generation', async () => {
    await stage.kubectl.run(['apply', '-f', 'scripts/demo-files/plane.yaml']);
    await stage.wait('Ready', 150);
    const { status, metadata } = await stage.live('plane', 'plane');
    expect(status?.observedGeneration).toBe(metadata.generation);
    expect(status?.conditions?.map(({ type, status: value }) => `${type}=${value}`)).toEqual([
      'Ready=True',
      'Available=True',
      'DatabaseMigrated=True',
      'EndpointsInternal=True',
      'ImagesAvailable=Unknown',
      'LicenseValid=Unknown',
      'CertificatesValid=True',
      'KeysExported=False',
      'SetupComplete=True',
      'TelemetrySetting=Unknown',
    ]);
    expect(
      status?.conditions?.every((entry) => entry.observedGeneration === metadata.generation),
    ).toBe(true);
  }, 180_000);

  test('the migration finished before the first pod of the API was made', async () => {
    const jobs = await stage.list<{
      metadata: { name: string };
      status: { completionTime: string };
    }>('jobs');
    const job = jobs.find(({ metadata }) => metadata.name.includes('migrat'))!;
    const api = await stage.live('deployment', 'plane-api');
    expect(Date.parse(api.metadata.creationTimestamp)).toBeGreaterThanOrEqual(
      Date.parse(job.status.completionTime),
    );
  });

  ownOnly(
    'an unchanged installation costs no request but watches and the lease',
    async () => {
      const recently = (): string => new Date(Date.now() - 3_000).toISOString();
      await stage.until(
        'the operator to come to rest',
        async () => (await stage.requests(recently())).length === 0,
        60,
      );
      const since = new Date().toISOString();
      await new Promise((resolve) => setTimeout(resolve, IDLE * 1_000));
      expect(await stage.requests(since)).toEqual([]);
    },
    400_000,
  );

  test('a changed replica count reaches its part and nothing else', async () => {
    const { generation } = (await stage.live('deployment', 'plane-web')).metadata;
    await stage.ask((spec) => {
      spec.plane.components['worker'] = { replicas: 5 };
    });
    await stage.wait('Ready');
    expect((await stage.live('deployment', 'plane-worker')).spec.replicas).toBe(5);
    expect((await stage.live('deployment', 'plane-web')).metadata.generation).toBe(generation);
  });

  test('a changed image is set back, and an event names the field and who changed it', async () => {
    const image = imageOf(await stage.live('deployment', 'plane-web'));
    await stage.in(
      'set',
      'image',
      'deployment/plane-web',
      '*=evil.example.com/web:1',
      '--field-manager=mallory',
    );
    await stage.until(
      'the image to be set back',
      async () => imageOf(await stage.live('deployment', 'plane-web')) === image,
    );
    const note = await eventually(
      async () =>
        (await stage.list<{ reason: string; note: string }>('events.events.k8s.io')).find(
          ({ reason }) => reason === 'DriftCorrected',
        )?.note,
      { what: 'the event' },
    );
    expect(note).toMatch(/spec\.template\.spec\.containers\[name=web\]\.image.*mallory/);
    await stage.wait('Ready');
  });

  test('kubectl scale, rollout restart and foreign annotations are not fought', async () => {
    await stage.in('scale', 'deployment/plane-web', '--replicas=4');
    await stage.in('rollout', 'restart', 'deployment/plane-space');
    await stage.in('annotate', 'deployment/plane-web', 'site.example.com/owner=ops');
    await stage.ask();
    await stage.wait('Ready');
    const web = await stage.live('deployment', 'plane-web');
    expect(web.spec.replicas).toBe(4);
    expect(web.metadata.annotations?.['site.example.com/owner']).toBe('ops');
    expect(JSON.stringify((await stage.live('deployment', 'plane-space')).spec.template)).toContain(
      'restartedAt',
    );
  });

  test('a refused spec shows all findings, leaves every object as it is, and drift is still mended', async () => {
    const before = await stage.workloads();
    await stage.kubectl.apply(await demo('refused.yaml'));
    await stage.wait('Stalled');
    expect(await stage.findings()).toEqual([
      'UnknownVersion spec.version',
      'IngressClassMissing spec.ingress.className',
      'LicenseMissing spec.license.secretRef',
    ]);
    expect((await stage.condition('Ready'))?.reason).toBe('Refused');
    expect((await stage.condition('Available'))?.status).toBe('True');
    expect(await stage.workloads()).toBe(before);
    await stage.in('delete', 'service', 'plane-web', '--wait=true');
    await eventually(() => stage.get('service', 'plane-web'), { what: 'the Service to come back' });
  });

  test('a spec that names a missing Secret waits, and goes on by itself when it appears', async () => {
    await stage.ask((spec) => {
      spec.images.pullSecrets = [{ name: 'late' }];
    });
    await stage.until(
      'Waiting',
      async () => (await stage.condition('Ready'))?.reason === 'Waiting',
    );
    expect(await stage.condition('Stalled')).toBeUndefined();
    await stage.in('create', 'secret', 'generic', 'late', '--from-literal=.dockerconfigjson={}');
    await stage.wait('Ready');
  });

  test('an empty, then a binary key of a Secret is waited for with its path', async () => {
    await stage.in('create', 'secret', 'generic', 'broken', '--from-literal=.dockerconfigjson=');
    await stage.ask((spec) => {
      spec.images.pullSecrets = [{ name: 'broken' }];
    });
    await stage.until('the finding', async () =>
      (await stage.findings()).includes('SecretKeyEmpty spec.images.pullSecrets[0].name'),
    );
    await stage.in(
      'patch',
      'secret',
      'broken',
      '--type=merge',
      '-p',
      '{"data":{".dockerconfigjson":"/v8A"}}',
    );
    await stage.until('the finding', async () =>
      (await stage.findings()).includes('SecretKeyBinary spec.images.pullSecrets[0].name'),
    );
    await stage.ask();
    await stage.wait('Ready');
  });

  test('suspend holds changes back and says so', async () => {
    await stage.ask((spec) => {
      spec.suspend = true;
      spec.plane.components['worker'] = { replicas: 6 };
    });
    await stage.until(
      'Suspended',
      async () => (await stage.condition('Ready'))?.reason === 'Suspended',
    );
    expect((await stage.live('deployment', 'plane-worker')).spec.replicas).toBe(3);
    await stage.ask();
    await stage.wait('Ready');
  });

  test('a deleted Deployment and StatefulSet come back', async () => {
    await stage.in('delete', 'deployment/plane-api', 'statefulset/plane-monitor', '--wait=true');
    await eventually(() => stage.get('deployment', 'plane-api'), {
      what: 'the Deployment to come back',
    });
    await eventually(() => stage.get('statefulset', 'plane-monitor'), {
      what: 'the StatefulSet to come back',
    });
    await stage.wait('Ready');
  });

  // The back-off of a Job takes a minute, and nothing of it differs between versions.
  test.skipIf(clusterKind() !== 'embedded' || minor !== '1.33')(
    'a failing migration stalls and keeps the application as it is',
    async () => {
      await stage.cluster.pace({ jobs: 'fail', exitCode: 1 });
      const before = imageOf(await stage.live('deployment', 'plane-api'));
      await stage.ask((spec) => {
        spec.version = 'v3.1.4';
      });
      await stage.wait('Stalled');
      expect((await stage.condition('DatabaseMigrated'))?.reason).toBe('MigrationFailed');
      expect((await stage.condition('Available'))?.status).toBe('True');
      expect(imageOf(await stage.live('deployment', 'plane-api'))).toBe(before);
      await stage.cluster.pace({ pods: 'fast' });
      const jobs = await stage.list<{ metadata: { name: string }; status: { failed?: number } }>(
        'jobs',
      );
      const failed = jobs
        .filter(({ status }) => (status.failed ?? 0) > 0)
        .map(({ metadata }) => metadata.name);
      await stage.in('delete', 'job', ...failed);
      await stage.wait('Ready', 120);
    },
    240_000,
  );
});
