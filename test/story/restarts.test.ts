import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startOperator } from '../support/operator-process.ts';
import type { OperatorProcess } from '../support/operator-process.ts';
import { restartedBy } from './pods.ts';
import { newest, Stage } from './stage.ts';

/** Parts that read LIVE_SERVER_SECRET_KEY: the backend's environment, and live editing. */
const LIVE_KEY_READERS = [
  'api',
  'automation-consumer',
  'beat-worker',
  'live',
  'live-exporter',
  'outbox-poller',
  'webhook-consumer',
  'worker',
];

describe.each(newest)('what restarts a pod on Kubernetes %s, and what does not', (minor) => {
  let stage: Stage;
  let second: OperatorProcess | undefined;

  const restarted = (act: () => Promise<unknown>): Promise<readonly string[]> =>
    restartedBy(stage, act);

  beforeAll(async () => {
    stage = await Stage.open(minor);
    await stage.kubectl.run(['apply', '-f', 'scripts/demo-files/plane.yaml']);
    await stage.wait('Ready', 150);
  }, 300_000);

  afterAll(async () => {
    await second?.stop();
    await stage.close();
  }, 60_000);

  test('the same spec again restarts nothing', async () => {
    expect(await restarted(() => stage.ask())).toEqual([]);
  });

  test('labels and annotations of the resource restart nothing', async () => {
    expect(
      await restarted(async () => {
        await stage.in('label', 'plane', 'plane', 'site.example.com/tier=gold');
        await stage.in('annotate', 'plane', 'plane', 'site.example.com/owner=ops');
      }),
    ).toEqual([]);
  });

  test('an operator that starts anew restarts nothing', async () => {
    expect(
      await restarted(async () => {
        await stage.operator.stop();
        second = startOperator({
          kubeconfig: stage.kubeconfig,
          log: `${stage.cluster.dir}/second.log`,
          identity: 'second',
          watchNamespaces: 'plane',
        });
        await second.url();
      }),
    ).toEqual([]);
  });

  test('a change that no pod reads restarts nothing', async () => {
    expect(
      await restarted(() =>
        stage.ask((spec) => {
          spec.deletionPolicy = 'Delete';
        }),
      ),
    ).toEqual([]);
  });

  test('a key that is read again restarts those that read it, and no other', async () => {
    expect(
      (
        await restarted(() =>
          stage.in(
            ...['patch', 'secret', 'plane-keys', '--type=merge'],
            ...['-p', JSON.stringify({ stringData: { LIVE_SERVER_SECRET_KEY: 'k'.repeat(40) } })],
          ),
        )
      ).toSorted(),
    ).toEqual(LIVE_KEY_READERS);
  });

  test('a part that gets other resources is restarted, and no other', async () => {
    expect(
      await restarted(() =>
        stage.ask((spec) => {
          spec.plane.components['web'] = { resources: { limits: { memory: '512Mi' } } };
        }),
      ),
    ).toEqual(['web']);
  });
});
