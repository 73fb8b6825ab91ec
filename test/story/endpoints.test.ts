import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { minors, Stage } from './stage.ts';

const DATABASE = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'plane-db', namespace: 'plane' },
};
const url = (host: string): object => ({
  ...DATABASE,
  stringData: { url: `postgresql://plane:hunter2@${host}:5432/plane` },
});

describe.each(minors)('nothing points outside on Kubernetes %s', (minor) => {
  let stage: Stage;
  const outside = async (): Promise<string | undefined> => {
    const condition = await stage.condition('EndpointsInternal');
    return condition === undefined ? undefined : `${condition.status} ${condition.reason}`;
  };
  const policy = (spec: object): Promise<string> =>
    stage.kubectl.run([
      'patch',
      'airgappolicy',
      'cluster',
      '--type=merge',
      '-p',
      JSON.stringify({ spec }),
    ]);

  beforeAll(async () => {
    stage = await Stage.open(minor);
    await stage.kubectl.apply(url('db.corp.example.com'));
    await stage.ask((spec) => {
      Object.assign(spec, { database: { external: { secretRef: { name: 'plane-db' } } } });
    });
    await stage.wait('Ready', 150);
  }, 240_000);

  afterAll(async () => {
    await stage.close();
  }, 60_000);

  test('an installation that stays inside says so', async () => {
    expect(await outside()).toBe('True EndpointsInside');
  });

  test('a hostile spec is refused with every finding, an event each, and nothing is touched', async () => {
    const before = await stage.workloads();
    await stage.ask((spec) => {
      Object.assign(spec, {
        domain: 'plane.evil.net',
        database: { external: { secretRef: { name: 'plane-db' } } },
      });
      Object.assign(spec.plane, {
        mail: { smtp: { host: 'smtp.evil.net', from: 'plane@corp.example.com' } },
      });
    });
    expect(await outside()).toBe('False EndpointsOutside');
    expect((await stage.findings()).filter((line) => line.startsWith('Name'))).toEqual([
      'NameNotAllowed spec.domain',
      'NameNotAllowed spec.plane.mail.smtp.host',
    ]);
    await stage.until('an event for each', async () => {
      const events = await stage.in('get', 'events.events.k8s.io', '-o', 'json');
      return (events.match(/"reason": "NameNotAllowed"/g) ?? []).length >= 2;
    });
    const page = await (await fetch(`${await stage.operator.url()}/metrics`)).text();
    expect(page).toMatch(/^plane_operator_refusals_total\{rule="NameNotAllowed"\} 2$/m);
    expect(await stage.workloads()).toBe(before);
    await stage.ask((spec) => {
      Object.assign(spec, { database: { external: { secretRef: { name: 'plane-db' } } } });
    });
    await stage.wait('Ready');
  });

  test('a Secret that is edited to a host outside rolls nothing, and its value is shown nowhere', async () => {
    const before = await stage.workloads();
    await stage.kubectl.apply(url('db.evil.net'));
    await stage.until('the finding', async () => (await outside()) === 'False EndpointsOutside');
    expect(await stage.findings()).toContain('NameNotAllowed spec.database.external.secretRef');
    expect(await stage.workloads()).toBe(before);
    const said = await stage.in('get', 'plane,events', '-o', 'yaml');
    expect(said).not.toContain('hunter2');
    await stage.kubectl.apply(url('db.corp.example.com'));
    await stage.wait('Ready');
    expect(await stage.workloads()).toBe(before);
  });

  test('a policy that is tightened, deleted and widened is seen, and stops nothing', async () => {
    const before = await stage.workloads();
    await policy({ allowedSuffixes: ['lab.internal'] });
    await stage.until('the finding', async () => (await outside()) === 'False EndpointsOutside');
    expect((await stage.condition('Available'))?.status).toBe('True');
    await stage.kubectl.run(['delete', 'airgappolicy', 'cluster']);
    await stage.until('no policy', async () => (await outside()) === 'False NoPolicy');
    expect((await stage.condition('Available'))?.status).toBe('True');
    await stage.kubectl.run(['apply', '-f', 'scripts/demo-files/site.yaml']);
    await stage.wait('Ready');
    expect(await outside()).toBe('True EndpointsInside');
    expect(await stage.workloads()).toBe(before);
  });

  test('an internal spec that looks odd passes', async () => {
    await policy({
      allowedSuffixes: ['corp.example.com', 'acme.local'],
      allowedCIDRs: ['fd12:3456:789a::/48'],
    });
    await stage.kubectl.apply(url('[fd12:3456:789a::5]'));
    await stage.ask((spec) => {
      Object.assign(spec, { database: { external: { secretRef: { name: 'plane-db' } } } });
      Object.assign(spec.plane, {
        mail: { smtp: { host: 'mail.acme.local', from: 'plane@corp.example.com' } },
        integrations: { gitlab: { url: 'https://gitlab.tools.svc.cluster.local:8443/code' } },
        components: { silo: { enabled: true } },
      });
    });
    await stage.wait('Ready', 150);
    expect(await outside()).toBe('True EndpointsInside');
  }, 180_000);
});
