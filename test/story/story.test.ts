import { readFile } from 'node:fs/promises';

import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { MINORS, startCluster } from '../cluster/cluster.ts';
import type { AuditEvent, TestCluster } from '../cluster/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { Kubectl } from '../support/kubectl.ts';
import { startOperator } from '../support/operator-process.ts';
import type { OperatorProcess } from '../support/operator-process.ts';

interface Live {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly generation: number;
    readonly resourceVersion: string;
    readonly annotations?: Record<string, string>;
  };
  readonly spec: Record<string, unknown> & {
    readonly template?: {
      readonly spec: { readonly containers: readonly { readonly image: string }[] };
    };
    readonly replicas?: number;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason: string;
      readonly message: string;
      readonly observedGeneration: number;
    }[];
    readonly findings?: readonly { readonly rule: string; readonly path: string }[];
  };
}
interface Spec {
  version: string;
  suspend?: boolean;
  deletionPolicy?: string;
  license: { secretRef: { name: string } };
  plane: { components: Record<string, { replicas?: number }> };
  [field: string]: unknown;
}

const minors = MINORS.filter((minor) =>
  (process.env['PLANE_TEST_MINORS'] ?? '1.33').split(',').includes(minor),
);

const demo = async (file: string): Promise<{ metadata: object; spec: Spec }> =>
  loadAll(await readFile(`scripts/demo-files/${file}`, 'utf8'))[0] as {
    metadata: object;
    spec: Spec;
  };

describe.each(minors)('the story on Kubernetes %s', (minor) => {
  let cluster: TestCluster;
  let kubectl: Kubectl;
  let operator: OperatorProcess;
  const ns = 'plane';
  const wait = (condition: string, seconds = 90): Promise<string> =>
    kubectl.waitFor('plane/plane', `condition=${condition}`, { namespace: ns, seconds });
  const plane = async (): Promise<Live> => (await kubectl.get<Live>(['-n', ns, 'plane', 'plane']))!;
  const condition = async (
    type: string,
  ): Promise<NonNullable<NonNullable<Live['status']>['conditions']>[number] | undefined> =>
    (await plane()).status?.conditions?.find((entry) => entry.type === type);
  const applySpec = async (change: (spec: Spec) => void): Promise<void> => {
    const resource = await demo('plane.yaml');
    change(resource.spec);
    await kubectl.apply(resource);
    const { generation } = (await plane()).metadata;
    await eventually(
      async () => ((await plane()).status?.observedGeneration === generation ? true : undefined),
      { what: 'the operator to see the spec' },
    );
  };
  const deployment = async (name: string): Promise<Live> =>
    (await kubectl.get<Live>(['-n', ns, 'deployment', name]))!;
  const workloads = async (): Promise<string> => {
    const { items } = (await kubectl.get<{ items: Live[] }>([
      '-n',
      ns,
      'deployments,statefulsets,services,ingresses,configmaps',
    ]))!;
    return JSON.stringify(
      items
        .filter(({ metadata }) => metadata.name !== 'kube-root-ca.crt')
        .map(({ metadata, spec }) => [metadata.name, metadata.uid, spec]),
    );
  };

  beforeAll(async () => {
    cluster = await startCluster({ minor });
    const kubeconfig = await cluster.kubeconfig();
    kubectl = await Kubectl.of(minor, kubeconfig);
    await kubectl.run(['apply', '--server-side', '-f', 'crds/']);
    await kubectl.run([
      'wait',
      '--for=condition=Established',
      'crd/planeinstallations.airgapped.dev',
      '--timeout=30s',
    ]);
    await kubectl.run(['apply', '-f', 'scripts/demo-files/site.yaml']);
    operator = startOperator({ kubeconfig, log: `${cluster.dir}/operator.log` });
  }, 120_000);

  afterAll(async () => {
    await operator?.stop();
    await cluster?.stop();
  }, 60_000);

  test('a new resource shows observedGeneration -1 by default, and the operator then makes it Ready', async () => {
    await kubectl.run(['apply', '-f', 'scripts/demo-files/plane.yaml']);
    await wait('Ready', 150);
    const { status, metadata } = await plane();
    expect(status?.observedGeneration).toBe(metadata.generation);
    expect(status?.conditions?.map(({ type, status: value }) => `${type}=${value}`)).toEqual([
      'Ready=True',
      'Available=True',
      'DatabaseMigrated=True',
      'ImagesAvailable=Unknown',
      'LicenseValid=Unknown',
    ]);
    expect(
      status?.conditions?.every((entry) => entry.observedGeneration === metadata.generation),
    ).toBe(true);
  }, 180_000);

  test('the migration finished before the first pod of the API was made', async () => {
    const job = (await kubectl.get<{
      items: { metadata: { name: string }; status: { completionTime: string } }[];
    }>(['-n', ns, 'jobs']))!.items.find(({ metadata }) => metadata.name.includes('migrat'))!;
    const api = (await kubectl.get<{ metadata: { creationTimestamp: string } }>([
      '-n',
      ns,
      'deployment',
      'plane-api',
    ]))!;
    expect(Date.parse(api.metadata.creationTimestamp)).toBeGreaterThanOrEqual(
      Date.parse(job.status.completionTime),
    );
  });

  test('an unchanged installation costs no request but watches and the lease', async () => {
    await eventually(async () => ((await recent(cluster, 3)).length === 0 ? true : undefined), {
      what: 'the operator to come to rest',
      seconds: 60,
    });
    const since = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 15_000));
    expect((await cluster.audit(since)).filter(isWork)).toEqual([]);
  }, 90_000);

  test('a changed replica count reaches its part and nothing else', async () => {
    const before = { web: await deployment('plane-web'), worker: await deployment('plane-worker') };
    await applySpec((spec) => {
      spec.plane.components['worker'] = { replicas: 5 };
    });
    await wait('Ready');
    expect((await deployment('plane-worker')).spec.replicas).toBe(5);
    expect((await deployment('plane-web')).metadata.generation).toBe(
      before.web.metadata.generation,
    );
  });

  test('a changed image is set back, and an event names the field and who changed it', async () => {
    const { image } = (await deployment('plane-web')).spec.template!.spec.containers[0]!;
    await kubectl.run([
      '-n',
      ns,
      'set',
      'image',
      'deployment/plane-web',
      '*=evil.example.com/web:1',
      '--field-manager=mallory',
    ]);
    await eventually(
      async () =>
        (await deployment('plane-web')).spec.template!.spec.containers[0]!.image === image
          ? true
          : undefined,
      { what: 'the image to be set back' },
    );
    const note = await eventually(
      async () => {
        const events = (await kubectl.get<{ items: { reason: string; note: string }[] }>([
          '-n',
          ns,
          'events.events.k8s.io',
        ]))!;
        return events.items.find(({ reason }) => reason === 'DriftCorrected')?.note;
      },
      { what: 'the event' },
    );
    expect(note).toMatch(/spec\.template\.spec\.containers\[name=web\]\.image.*mallory/);
    await wait('Ready');
  });

  test('kubectl scale, rollout restart and foreign annotations are not fought', async () => {
    await kubectl.run(['-n', ns, 'scale', 'deployment/plane-web', '--replicas=4']);
    await kubectl.run(['-n', ns, 'rollout', 'restart', 'deployment/plane-space']);
    await kubectl.run(['-n', ns, 'annotate', 'deployment/plane-web', 'site.example.com/owner=ops']);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await applySpec((spec) => {
      spec.plane.components['worker'] = { replicas: 3 };
    });
    await wait('Ready');
    const web = await deployment('plane-web');
    expect(web.spec.replicas).toBe(4);
    expect(web.metadata.annotations?.['site.example.com/owner']).toBe('ops');
    expect(JSON.stringify((await deployment('plane-space')).spec.template)).toContain(
      'restartedAt',
    );
  });

  test('a refused spec shows all findings, leaves every object as it is, and drift is still mended', async () => {
    const before = await workloads();
    const refused = await demo('refused.yaml');
    await kubectl.apply(refused);
    await wait('Stalled');
    const { status } = await plane();
    expect(status?.findings?.map(({ rule }) => rule)).toContain('UnknownVersion');
    expect((await condition('Ready'))?.reason).toBe('Refused');
    expect((await condition('Available'))?.status).toBe('True');
    expect(await workloads()).toBe(before);
    await kubectl.run(['-n', ns, 'delete', 'service', 'plane-web', '--wait=true']);
    await eventually(() => kubectl.get(['-n', ns, 'service', 'plane-web']), {
      what: 'the Service to come back',
    });
  });

  test('a spec that names a missing Secret waits, and goes on by itself when it appears', async () => {
    await applySpec((spec) => {
      spec.license.secretRef.name = 'late-license';
    });
    await eventually(
      async () => ((await condition('Ready'))?.reason === 'Waiting' ? true : undefined),
      { what: 'Waiting' },
    );
    expect(await condition('Stalled')).toBeUndefined();
    await kubectl.run([
      '-n',
      ns,
      'create',
      'secret',
      'generic',
      'late-license',
      '--from-literal=license=opaque',
    ]);
    await wait('Ready');
  });

  test('an empty or binary key of a Secret is waited for with its path', async () => {
    await kubectl.run([
      '-n',
      ns,
      'create',
      'secret',
      'generic',
      'broken',
      '--from-literal=license=',
    ]);
    await applySpec((spec) => {
      spec.license.secretRef.name = 'broken';
    });
    await eventually(
      async () =>
        (await plane()).status?.findings?.some(
          ({ rule, path }) => rule === 'SecretKeyEmpty' && path === 'spec.license.secretRef',
        )
          ? true
          : undefined,
      { what: 'the finding' },
    );
    await kubectl.run([
      '-n',
      ns,
      'patch',
      'secret',
      'broken',
      '--type=merge',
      '-p',
      '{"data":{"license":"/v8A"}}',
    ]);
    await eventually(
      async () =>
        (await plane()).status?.findings?.some(({ rule }) => rule === 'SecretKeyBinary')
          ? true
          : undefined,
      { what: 'the finding' },
    );
    await applySpec(() => undefined);
    await wait('Ready');
  });

  test('suspend holds changes back and says so', async () => {
    await applySpec((spec) => {
      spec.suspend = true;
      spec.plane.components['worker'] = { replicas: 6 };
    });
    await eventually(
      async () => ((await condition('Ready'))?.reason === 'Suspended' ? true : undefined),
      { what: 'Suspended' },
    );
    expect((await deployment('plane-worker')).spec.replicas).toBe(3);
    await applySpec(() => undefined);
    await wait('Ready');
  });

  test('a deleted Deployment and StatefulSet come back', async () => {
    await kubectl.run([
      '-n',
      ns,
      'delete',
      'deployment/plane-api',
      'statefulset/plane-monitor',
      '--wait=true',
    ]);
    await eventually(() => kubectl.get(['-n', ns, 'deployment', 'plane-api']), {
      what: 'the Deployment to come back',
    });
    await eventually(() => kubectl.get(['-n', ns, 'statefulset', 'plane-monitor']), {
      what: 'the StatefulSet to come back',
    });
    await wait('Ready');
  });

  test('an upgrade runs a new migration, and a downgrade is refused', async () => {
    await applySpec((spec) => {
      spec.version = 'v3.1.4';
    });
    await wait('Ready', 150);
    expect((await deployment('plane-web')).spec.template!.spec.containers[0]!.image).toMatch(
      /:v3\.1\.4$/,
    );
    await kubectl.run(['apply', '-f', 'scripts/demo-files/plane.yaml']);
    await eventually(
      async () =>
        (await plane()).status?.findings?.some(({ rule }) => rule === 'Downgrade')
          ? true
          : undefined,
      { what: 'the finding' },
    );
    await applySpec((spec) => {
      spec.version = 'v3.1.4';
    });
    await wait('Ready');
  }, 240_000);

  test('deletion keeps volumes and generated Secrets, and a resource of the same name adopts them', async () => {
    const keys = async (): Promise<string> =>
      JSON.stringify(
        (await kubectl.get<{ data: object }>(['-n', ns, 'secret', 'plane-keys']))?.data,
      );
    const before = await keys();
    const claims = async (): Promise<string[]> =>
      (await kubectl.get<{ items: Live[] }>(['-n', ns, 'persistentvolumeclaims']))!.items
        .map(({ metadata }) => metadata.uid)
        .sort();
    const volumes = await claims();
    expect(volumes.length).toBeGreaterThan(0);
    await kubectl.run(['-n', ns, 'delete', 'plane', 'plane', '--timeout=120s']);
    expect(
      (await kubectl.get<{ items: unknown[] }>([
        '-n',
        ns,
        'deployments,statefulsets,jobs,services',
      ]))!.items,
    ).toEqual([]);
    expect(await claims()).toEqual(volumes);
    await applySpec((spec) => {
      spec.version = 'v3.1.4';
      spec.deletionPolicy = 'Delete';
    });
    await wait('Ready', 150);
    expect(await keys()).toBe(before);
    expect(await claims()).toEqual(volumes);
  }, 360_000);

  test('deletion with policy Delete works when half of it is gone, and leaves nothing but the users own', async () => {
    await kubectl.run(['-n', ns, 'delete', 'deployments', '--all', '--wait=true']);
    await kubectl.run(['-n', ns, 'delete', 'plane', 'plane', '--timeout=120s']);
    const left = await eventually(
      async () => {
        const { items } = (await kubectl.get<{ items: Live[] }>([
          '-n',
          ns,
          'deployments,statefulsets,jobs,services,ingresses,persistentvolumeclaims,secrets,configmaps,controllerrevisions,serviceaccounts',
        ]))!;
        const names = items.map(({ metadata }) => metadata.name).sort();
        return names.some(
          (name) => name.startsWith('plane-') && !['plane-license', 'plane-tls'].includes(name),
        )
          ? undefined
          : names;
      },
      { what: 'everything to be gone', seconds: 60 },
    );
    expect(left).toEqual([
      'broken',
      'default',
      'kube-root-ca.crt',
      'late-license',
      'mirror',
      'plane-license',
      'plane-tls',
    ]);
  }, 240_000);

  test('a namespace with a running installation is deleted and does not wedge', async () => {
    await kubectl.run(['apply', '-f', 'scripts/demo-files/plane.yaml']);
    await wait('Ready', 150);
    await kubectl.run(['delete', 'namespace', ns, '--timeout=150s']);
  }, 360_000);

  test('the operator stops when it is asked to, and gives its lease back', async () => {
    operator.kill('SIGTERM');
    expect(await operator.ended).toBe(0);
    const lease = (await kubectl.get<{ spec: { holderIdentity?: string } }>([
      '-n',
      'default',
      'lease',
      'plane-operator',
    ]))!;
    expect(lease.spec.holderIdentity ?? '').toBe('');
  }, 60_000);
});

/** Requests of the operator beside watches and the lease. */
const isWork = ({ userAgent, verb, resource }: AuditEvent): boolean =>
  userAgent.startsWith('plane-operator/') && verb !== 'watch' && resource !== 'leases';

const recent = async (cluster: TestCluster, seconds: number): Promise<readonly AuditEvent[]> =>
  (await cluster.audit(new Date(Date.now() - seconds * 1_000).toISOString())).filter(isWork);
