import { readFile } from 'node:fs/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { LICENSE_LABEL, LICENSE_MEMORY } from '../../operator/api/group.ts';
import type { LicenseStatus } from '../../operator/api/license-status.ts';
import { openCluster } from '../cluster/open.ts';
import type { TestCluster } from '../cluster/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { Kubectl } from '../support/kubectl.ts';
import { claims, compact, DAY, rs256, rsaKey } from '../support/license.ts';
import type { KeyPair } from '../support/license.ts';
import { startOperator } from '../support/operator-process.ts';
import type { OperatorProcess } from '../support/operator-process.ts';
import { aSpec } from '../support/rule-input.ts';
import { minors } from './stage.ts';

const VENDOR = rsaKey();
const NEXT = rsaKey();
const OPERATOR = 'plane-operator';

interface Live {
  readonly metadata: { readonly uid: string; readonly name: string };
  readonly spec?: unknown;
  readonly data?: Readonly<Record<string, string>>;
  readonly status?: {
    readonly license?: LicenseStatus;
    readonly findings?: readonly { readonly rule: string; readonly path: string }[];
    readonly conditions?: readonly { readonly type: string; readonly reason: string }[];
  };
}

describe.each(minors)('a signed licence on Kubernetes %s', (minor) => {
  let cluster: TestCluster;
  let kubectl: Kubectl;
  let operator: OperatorProcess;
  let log: string;
  let before: string;
  let drawn = 0;
  const given: string[] = [];

  /** A licence with an identifier and a moment of its own, valid for so many seconds from now. */
  const license = (
    seconds: number,
    change: Readonly<Record<string, unknown>> = {},
    key: KeyPair = VENDOR,
  ): string => {
    drawn += 1;
    const now = Math.floor(Date.now() / 1_000);
    const payload = claims({
      jti: `licence-number-${drawn}`,
      iat: now - 400 * DAY + drawn,
      nbf: undefined,
      exp: now + seconds,
      contract_note: 'between vendor and customer alone',
      ...change,
    });
    const token = compact({ header: { alg: 'RS256' }, payload, signer: rs256(key) });
    given.push(token);
    return token;
  };
  const secret = async (
    [namespace, name]: readonly [string, string],
    data: Readonly<Record<string, string>>,
    labels: Readonly<Record<string, string>> = {},
  ): Promise<void> => {
    await kubectl.apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace, labels },
      data: Object.fromEntries(
        Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
      ),
    });
  };
  const give = (token: string): Promise<void> => secret(['plane', 'license'], { license: token });
  const pin = (entries: Readonly<Record<string, string>>): Promise<void> =>
    secret([OPERATOR, 'vendor-keys'], entries, { [LICENSE_LABEL]: 'keys' });
  const ask = (change: Readonly<Record<string, unknown>> = {}): Promise<string> =>
    kubectl.apply({
      apiVersion: 'airgapped.dev/v1alpha1',
      kind: 'PlaneInstallation',
      metadata: { name: 'plane', namespace: 'plane' },
      spec: aSpec({
        version: 'v1.0.0',
        images: { registry: 'registry.corp.example.com/mirror' },
        license: { secretRef: { name: 'license' }, enforcement: 'BlockGrowth' },
        ...change,
      }),
    });
  const installation = async (): Promise<Live> => {
    const found = await kubectl.get<Live>(['-n', 'plane', 'plane', 'plane']);
    if (found === undefined) throw new Error('there is no installation');
    return found;
  };
  const reason = async (type: string): Promise<string | undefined> =>
    (await installation()).status?.conditions?.find((one) => one.type === type)?.reason;
  /** Waits until the licence comes to this; what runs has to be as it was, byte for byte. */
  const comesTo = async (
    state: LicenseStatus['state'],
    jti = `licence-number-${drawn}`,
  ): Promise<void> => {
    await eventually(
      async () => {
        const { status } = await installation();
        return status?.license?.state === state && status.license.jti === jti ? true : undefined;
      },
      { what: `the licence ${jti} to be ${state}`, seconds: 30 },
    );
    expect(await running()).toBe(before);
  };
  const list = async (kinds: string): Promise<readonly Live[]> =>
    (await kubectl.get<{ items: readonly Live[] }>(['-n', 'plane', kinds]))?.items ?? [];
  /** What runs, and what its pods read, without what the API server counts. */
  const running = async (): Promise<string> => {
    const workloads = await list('deployments,statefulsets,services,jobs');
    const pods = await list('pods');
    return JSON.stringify([
      workloads.map(({ metadata, spec }) => [metadata.uid, spec]),
      pods.map(({ metadata }) => metadata.uid).sort(),
    ]);
  };

  beforeAll(async () => {
    cluster = await openCluster({ minor });
    const kubeconfig = await cluster.kubeconfig();
    kubectl = await Kubectl.of(minor, kubeconfig);
    await kubectl.run(['apply', '--server-side', '-f', 'crds/']);
    await eventually(
      async () => {
        const { code } = await kubectl.try(['get', 'planeinstallations', '--all-namespaces']);
        return code === 0 ? true : undefined;
      },
      { what: 'the definition to be served', seconds: 60 },
    );
    await kubectl.run(['create', 'namespace', OPERATOR]);
    await kubectl.run(['apply', '-f', 'scripts/demo-files/site.yaml']);
    await pin({ 'vendor.pem': VENDOR.pem });
    log = `${cluster.dir}/operator.log`;
    const bundle = 'test/support/signed-operator.ts';
    operator = startOperator({ kubeconfig, log, bundle, namespace: OPERATOR });
  }, 240_000);

  afterAll(async () => {
    await operator.stop();
    await cluster.stop();
  });

  test('an installation with a licence comes to Ready', async () => {
    await give(license(300 * DAY));
    await ask();
    await kubectl.run([
      '-n',
      'plane',
      'wait',
      'plane/plane',
      '--for=condition=Ready',
      '--timeout=120s',
    ]);
    before = await running();
    await comesTo('valid');
    expect((await installation()).status?.license).toMatchObject({
      plan: 'operations',
      limits: { users: 100, runbooks: -1 },
      keyId: 'vendor',
      binding: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    });
  }, 240_000);

  test('a renewal is judged within seconds, a bad one too, and the good one stays in force', async () => {
    const began = Date.now();
    await give(license(350 * DAY));
    await comesTo('valid');
    expect(Date.now() - began).toBeLessThan(20_000);
    await give('garbage');
    await comesTo('invalid');
    await give(license(360 * DAY));
    await comesTo('valid');
  }, 120_000);

  test('what a licence does not permit is refused, and what runs goes on', async () => {
    await give(license(360 * DAY, { active_addons: [] }));
    await comesTo('valid');
    await ask({ profile: 'HighAvailability' });
    await comesTo('limits-exceeded');
    expect(await reason('Ready')).toBe('Refused');
    expect(await reason('Available')).toBe('Serving');
    await ask();
    await comesTo('valid');
  }, 120_000);

  test('the vendor changes its key', async () => {
    await pin({ 'vendor.pem': VENDOR.pem, 'next.pem': NEXT.pem });
    await give(license(360 * DAY, {}, NEXT));
    await comesTo('valid');
    await pin({ 'next.pem': NEXT.pem });
    await give(license(360 * DAY));
    await comesTo('invalid', `licence-number-${drawn - 1}`);
    await give(license(360 * DAY, {}, NEXT));
    await comesTo('valid');
  }, 120_000);

  test('it ends by itself, first with grace, then without, and only growth is refused', async () => {
    await give(license(8, {}, NEXT));
    await comesTo('valid');
    await comesTo('grace');
    await give(license(8, { grace_days: 0 }, NEXT));
    await comesTo('valid');
    await comesTo('expired');
    await ask({ version: 'v1.1.0' });
    await eventually(async () => ((await reason('Ready')) === 'Refused' ? true : undefined), {
      what: 'the upgrade to be refused',
      seconds: 30,
    });
    expect((await installation()).status?.findings).toContainEqual(
      expect.objectContaining({ rule: 'LicenseBlocksGrowth', path: 'spec.version' }),
    );
    expect(await running()).toBe(before);
    await ask();
  }, 120_000);

  test('nothing of a token is in anything that the run wrote', async () => {
    const memory = await kubectl.get<Live>(['-n', OPERATOR, 'secret', LICENSE_MEMORY]);
    const written = [
      await readFile(log, 'utf8'),
      await (await fetch(`${await operator.url()}/metrics`)).text(),
      Buffer.from(memory?.data?.['memory.json'] ?? '', 'base64').toString(),
      await kubectl.run([
        ...['get', '--all-namespaces', '-o', 'json'],
        'planeinstallations,events,configmaps,controllerrevisions,leases,deployments,statefulsets,jobs,pods,services',
      ]),
    ].join('\n');
    for (const token of given) {
      const [, payload = '', signature = ''] = token.split('.');
      for (const part of [payload.slice(0, 24), payload.slice(-24), signature.slice(0, 24)])
        expect(written).not.toContain(part);
    }
    expect(written).not.toContain('contract_note');
    expect(written).not.toContain('between vendor');
    expect(written).not.toContain('BEGIN PUBLIC KEY');
    expect(written).toContain(`licence-number-${drawn}`);
    expect(written).toMatch(
      /plane_license_expiry_timestamp_seconds\{[^}]*declared="false"\} \d{10}/,
    );
    expect(written).toMatch(/plane_license_limit\{[^}]*limit="users"\} 100/);
  });
});
