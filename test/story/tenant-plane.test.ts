import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { claims, compact, DAY, rs256, rsaKey } from '../support/license.ts';
import type { Live, LiveCondition } from './stage.ts';
import { newest, Stage } from './stage.ts';

const VENDOR = rsaKey();
const now = (): number => Math.floor(Date.now() / 1_000);

/** A licence for a year from now. */
const licence = (change: Readonly<Record<string, unknown>> = {}): string =>
  compact({
    header: { alg: 'RS256' },
    payload: claims({ iat: now() - 60, nbf: undefined, exp: now() + 365 * DAY, ...change }),
    signer: rs256(VENDOR),
  });

interface Ask {
  readonly database?: object;
  readonly ai?: object;
  readonly tag?: string;
}

const OLLAMA = {
  openAICompatible: { url: 'http://llm.corp.example.com:11434/v1', model: 'llama3.2' },
};

const installation = (
  namespace: string,
  { database = { embedded: {} }, ai = OLLAMA, tag = '1.3.0' }: Ask = {},
): object => ({
  apiVersion: 'airgapped.dev/v1alpha1',
  kind: 'PlaneInstallation',
  metadata: { name: 'atlas', namespace },
  spec: {
    product: 'TenantPlane',
    version: 'v1.0.0',
    domain: `${namespace}.corp.example.com`,
    images: {
      registry: 'registry.corp.example.com/mirror',
      overrides: [{ key: 'server', repository: 'atlasai/tenant-plane', tag }],
    },
    license: { secretRef: { name: 'atlas-license' } },
    ingress: { className: 'nginx' },
    database,
    tenantPlane: { tenantId: 'acme-corp', ai },
  },
});

const secret = (namespace: string, name: string, stringData: object): object => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace },
  stringData,
});

interface Pod {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly image: string;
          readonly envFrom: readonly Readonly<
            Partial<Record<'configMapRef' | 'secretRef', { readonly name: string }>>
          >[];
        }[];
      };
    };
  };
}

describe.each(newest)('the Tenant Plane on Kubernetes %s', (minor) => {
  let stage: Stage;

  const object = async <T = Live>(namespace: string, ...args: readonly string[]): Promise<T> => {
    const found = await stage.kubectl.get<T>(['-n', namespace, ...args]);
    if (found === undefined) throw new Error(`there is no ${args.join(' ')}`);
    return found;
  };

  /** Every variable that the server reads now. */
  async function variables(namespace: string): Promise<Readonly<Record<string, string>>> {
    const { spec } = await object<Pod>(namespace, 'deployment', 'atlas-server');
    const { envFrom } = spec.template.spec.containers[0]!;
    const read = envFrom.map(async ({ configMapRef, secretRef }) => {
      const kind = configMapRef === undefined ? 'secret' : 'configmap';
      const { data } = await object<{ readonly data: Readonly<Record<string, string>> }>(
        namespace,
        kind,
        configMapRef?.name ?? secretRef?.name ?? '',
      );
      return Object.entries(data).map(([key, value]) => [
        key,
        kind === 'secret' ? Buffer.from(value, 'base64').toString('utf8') : value,
      ]);
    });
    return Object.fromEntries((await Promise.all(read)).flat()) as Record<string, string>;
  }

  const condition = async (type: string): Promise<LiveCondition | undefined> =>
    (await object('atlas', 'plane', 'atlas')).status?.conditions?.find((one) => one.type === type);

  const ready = (namespace: string): Promise<string> =>
    stage.kubectl.waitFor('plane/atlas', 'condition=Ready', { namespace, seconds: 90 });

  const seen = (): Promise<true> =>
    stage.until('the operator to see the spec', async () => {
      const { metadata, status } = await object('atlas', 'plane', 'atlas');
      return status?.observedGeneration === metadata.generation;
    });

  beforeAll(async () => {
    stage = await Stage.open(minor, { watchNamespaces: '' });
    await stage.kubectl.apply(secret('default', 'vendor', { 'vendor.pem': VENDOR.pem }));
    await stage.kubectl.run(['label', 'secret', 'vendor', 'airgapped.dev/license=keys']);
    for (const namespace of ['atlas', 'atlas-external']) {
      await stage.kubectl.apply({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: namespace,
          labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
        },
      });
      await stage.kubectl.apply(
        secret(namespace, 'atlas-license', {
          license: licence(namespace === 'atlas' ? {} : { jti: 'lic-external' }),
        }),
      );
    }
  }, 120_000);

  afterAll(async () => {
    await stage.close();
  }, 60_000);

  test('goes Ready with an embedded database, its licence and the key that verified it', async () => {
    await stage.kubectl.apply(installation('atlas'));
    await ready('atlas');
    expect(await condition('LicenseValid')).toMatchObject({ status: 'True' });
    const read = await variables('atlas');
    expect(read).toMatchObject({
      ATLASAI_OFFLINE_MODE: '1',
      TENANT_ID: 'acme-corp',
      CP_LICENSE_PUBLIC_KEY: VENDOR.pem.trim().replaceAll('\n', '\\n'),
      JWT_SECRET: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      ENCRYPTION_KEY: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      BYOC_PROVIDER: 'openai',
    });
    expect(read['ATLASAI_LICENSE_KEY']!.split('.')).toHaveLength(3);
    expect(read).not.toHaveProperty('CONTROL_PLANE_BASE_URL');
  }, 120_000);

  test('goes Ready with a database of the site, and runs none', async () => {
    const url = 'postgresql://atlas:secret@postgres.corp.example.com:5432/atlas';
    await stage.kubectl.apply(secret('atlas-external', 'atlas-database', { url }));
    const database = { external: { secretRef: { name: 'atlas-database' } } };
    await stage.kubectl.apply(installation('atlas-external', { database }));
    await ready('atlas-external');
    expect((await variables('atlas-external'))['TENANT_PLANE_DATABASE_URL']).toBe(url);
    const { items } = await object<{ items: readonly Live[] }>('atlas-external', 'statefulsets');
    expect(items).toEqual([]);
  }, 120_000);

  test('another AI provider rolls the server and leaves the database alone', async () => {
    const before = await object('atlas', 'statefulset', 'atlas-postgres');
    const custom = { url: 'https://house.corp.example.com/v1', model: 'house' };
    await stage.kubectl.apply(installation('atlas', { ai: { custom } }));
    await stage.until(
      'the server to read it',
      async () => (await variables('atlas'))['BYOC_PROVIDER'] === 'custom',
    );
    await ready('atlas');
    const after = await object('atlas', 'statefulset', 'atlas-postgres');
    expect(after.metadata.generation).toBe(before.metadata.generation);
  }, 120_000);

  test('an address outside is refused, and what runs stays', async () => {
    const before = await variables('atlas');
    const ai = { openAICompatible: { url: 'https://api.openai.com/v1', model: 'gpt-4o-mini' } };
    await stage.kubectl.apply(installation('atlas', { ai }));
    await seen();
    expect(await condition('Ready')).toMatchObject({ status: 'False', reason: 'Refused' });
    expect(await variables('atlas')).toEqual(before);
  }, 60_000);

  test('a renewed licence reaches the server, and one of another tenant takes nothing away', async () => {
    await stage.kubectl.apply(installation('atlas'));
    await ready('atlas');
    const renewed = licence({ jti: 'lic-2', iat: now() - 30 });
    await stage.kubectl.apply(secret('atlas', 'atlas-license', { license: renewed }));
    await stage.until(
      'the server to read it',
      async () => (await variables('atlas'))['ATLASAI_LICENSE_KEY'] === renewed,
    );
    const other = licence({ jti: 'lic-3', tenant_id: 'other-corp' });
    await stage.kubectl.apply(secret('atlas', 'atlas-license', { license: other }));
    await stage.until(
      'the operator to say so',
      async () => (await condition('LicenseValid'))?.reason === 'LicenseTenantMismatch',
    );
    expect((await variables('atlas'))['ATLASAI_LICENSE_KEY']).toBe(renewed);
    await stage.kubectl.apply(secret('atlas', 'atlas-license', { license: renewed }));
  }, 120_000);

  test('an upgrade is another tag, and rolls the server alone', async () => {
    const before = await object('atlas', 'statefulset', 'atlas-postgres');
    await stage.kubectl.apply(installation('atlas', { tag: '1.4.0' }));
    await stage.until('the new image', async () => {
      const { spec } = await object<Pod>('atlas', 'deployment', 'atlas-server');
      return spec.template.spec.containers[0]!.image.endsWith('/atlasai/tenant-plane:1.4.0');
    });
    await ready('atlas');
    const after = await object('atlas', 'statefulset', 'atlas-postgres');
    expect(after.metadata.generation).toBe(before.metadata.generation);
  }, 120_000);

  test('when it is deleted, volumes and keys stay', async () => {
    const before = await object<{ data: object }>('atlas', 'secret', 'atlas-keys');
    await stage.kubectl.run(['-n', 'atlas', 'delete', 'plane', 'atlas', '--timeout=60s']);
    const { items } = await object<{ items: readonly Live[] }>(
      'atlas',
      'deployments,statefulsets,services,ingresses',
    );
    expect(items).toEqual([]);
    expect((await object<{ data: object }>('atlas', 'secret', 'atlas-keys')).data).toEqual(
      before.data,
    );
    expect(await object('atlas', 'pvc', 'data-atlas-postgres-0')).toBeDefined();
  }, 120_000);
});
