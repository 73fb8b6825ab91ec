import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { podsOf } from './pods.ts';
import { newest, Stage } from './stage.ts';

interface Deployment {
  readonly metadata: {
    readonly managedFields: readonly { readonly manager: string; readonly fieldsV1: object }[];
  };
  readonly spec: { readonly replicas: number };
}

const AUTOSCALING = { minReplicas: 2, maxReplicas: 6, targetCPUUtilizationPercentage: 70 };

describe.each(newest)('whose the number of pods is on Kubernetes %s', (minor) => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(minor);
    await stage.ask((spec) => {
      spec.plane.components['web'] = { replicas: 3 };
    });
    await stage.wait('Ready', 150);
  }, 300_000);

  afterAll(async () => {
    await stage.close();
  }, 60_000);

  /** The number, and who owns it. */
  const number = async (): Promise<{ replicas: number; owners: string[] }> => {
    const { metadata, spec } = await stage.live<Deployment>(
      ...['deployment', 'plane-web', '--show-managed-fields'],
    );
    const owners = metadata.managedFields
      .filter(({ fieldsV1 }) => JSON.stringify(fieldsV1).includes('"f:replicas":{}'))
      .map(({ manager }) => manager)
      .filter((manager) => manager !== 'kube-controller-manager')
      .sort();
    return { replicas: spec.replicas, owners };
  };

  test('an autoscaler gets the number as it is, and no pod is restarted', async () => {
    const before = await podsOf(stage);
    await stage.ask((spec) => {
      spec.plane.components['web'] = { autoscaling: AUTOSCALING };
    });
    await stage.wait('Ready');
    expect(await stage.get('hpa', 'plane-web')).toBeDefined();
    expect(await number()).toEqual({ replicas: 3, owners: ['plane-operator-handover'] });
    expect(await podsOf(stage)).toEqual(before);
  });

  test('what somebody scales then is not fought', async () => {
    await stage.in('scale', 'deployment/plane-web', '--replicas=5');
    await stage.ask((spec) => {
      spec.plane.components['web'] = { autoscaling: { ...AUTOSCALING, maxReplicas: 8 } };
    });
    await stage.wait('Ready');
    expect(await number()).toEqual({ replicas: 5, owners: ['kubectl'] });
  });

  test('a number of the spec wins, and the autoscaler is gone', async () => {
    await stage.ask((spec) => {
      spec.plane.components['web'] = { replicas: 4 };
    });
    await stage.wait('Ready');
    expect(await stage.get('hpa', 'plane-web')).toBeUndefined();
    expect(await number()).toEqual({ replicas: 4, owners: ['plane-operator'] });
  });

  test('a number that belongs to somebody else stays as it is', async () => {
    await stage.ask((spec) => {
      spec.plane.components['web'] = { scaledBy: 'External' };
    });
    await stage.wait('Ready');
    expect(await number()).toEqual({ replicas: 4, owners: ['plane-operator-handover'] });
  });

  test('two pods have a budget, and one pod has none', async () => {
    await stage.ask((spec) => {
      spec.plane.components['web'] = { replicas: 2 };
      spec.plane.components['api'] = { replicas: 1 };
    });
    await stage.wait('Ready');
    expect(await stage.get('pdb', 'plane-web')).toBeDefined();
    expect(await stage.get('pdb', 'plane-api')).toBeUndefined();
  });
});
