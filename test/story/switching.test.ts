import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { V3_1 } from '../../operator/products/plane/releases/defaults.ts';
import { OPTIONAL } from '../../operator/products/plane/spec/optional.ts';
import { CHANGES } from '../support/optional-changes.ts';
import type { Optional } from '../support/optional-changes.ts';
import { restartedBy } from './pods.ts';
import { newest, Stage } from './stage.ts';

/** Parts without pods of their own, or with pods that end. */
const NO_PODS = new Set(['config', 'ingress', 'migration']);

const kebab = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const INTAKE = {
  intake: { domain: 'intake.corp.example.com', tls: { secretRef: { name: 'intake-tls' } } },
};

describe.each(newest)('parts that come and go on a running installation on %s', (minor) => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(minor);
    await stage.kubectl.run(['apply', '-f', 'scripts/demo-files/plane.yaml']);
    await stage.wait('Ready', 150);
    const tls = await stage.live<{ data: object; type: string }>('secret', 'plane-tls');
    await stage.kubectl.apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'intake-tls', namespace: 'plane' },
      type: tls.type,
      data: tls.data,
    });
  }, 300_000);

  afterAll(async () => {
    await stage.close();
  }, 60_000);

  const switched = (member: Optional, enabled: boolean): Promise<readonly string[]> =>
    restartedBy(stage, () =>
      stage.ask((spec) => {
        spec.plane.components[member] = { enabled };
        if (member === 'email' && enabled) spec.plane.mail = INTAKE;
      }),
    );

  test.each(Object.keys(OPTIONAL) as Optional[])(
    '%s',
    async (member) => {
      const part = kebab(member);
      const runs = V3_1.enabled[member];
      const others = (CHANGES[member]?.parts ?? []).filter((name) => !NO_PODS.has(name)).sort();
      for (const enabled of [!runs, runs]) {
        const restarted = await switched(member, enabled);
        expect(restarted.filter((name) => name !== part).toSorted()).toEqual(others);
        const deployment = await stage.get('deployment', `plane-${part}`);
        expect(deployment !== undefined).toBe(enabled);
      }
    },
    180_000,
  );

  test('how mail servers reach the part that takes mail in restarts nothing', async () => {
    const reachedBy = (serviceType: string) => () =>
      stage.ask((spec) => {
        spec.plane.mail = { intake: { ...INTAKE.intake, serviceType } };
        spec.plane.components['email'] = { enabled: true };
      });
    const service = async (): Promise<object> =>
      (await stage.live<{ spec: object }>('service', 'plane-email')).spec;
    await restartedBy(stage, reachedBy('LoadBalancer'));
    expect(await service()).toMatchObject({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
    expect(await restartedBy(stage, reachedBy('NodePort'))).toEqual([]);
    expect(await service()).toMatchObject({ type: 'NodePort', externalTrafficPolicy: 'Local' });
    expect(await restartedBy(stage, reachedBy('ClusterIP'))).toEqual([]);
    expect(await service()).toMatchObject({ type: 'ClusterIP' });
    expect(JSON.stringify(await service())).not.toMatch(/nodePort|externalTrafficPolicy/);
  }, 120_000);
});
