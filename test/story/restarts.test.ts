import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { eventually } from '../support/eventually.ts';
import { startOperator } from '../support/operator-process.ts';
import type { OperatorProcess } from '../support/operator-process.ts';
import { minors, Stage } from './stage.ts';

interface Pod {
  readonly metadata: {
    readonly uid: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly status: { readonly phase: string };
}

describe.each(minors)('what restarts a pod on Kubernetes %s, and what does not', (minor) => {
  let stage: Stage;
  let second: OperatorProcess | undefined;

  /** UIDs of the pods that run, by part. */
  const pods = async (): Promise<Readonly<Record<string, string>>> => {
    const running = (await stage.list<Pod>('pods')).filter(
      ({ metadata, status }) =>
        metadata.deletionTimestamp === undefined && status.phase === 'Running',
    );
    const by: Record<string, string[]> = {};
    for (const { metadata } of running)
      (by[metadata.labels['app.kubernetes.io/component'] ?? ''] ??= []).push(metadata.uid);
    return Object.fromEntries(
      Object.entries(by).map(([part, uids]) => [part, uids.sort().join(' ')]),
    );
  };

  /** Parts whose pods are not those of before, once everything is Ready again. */
  const restarted = async (act: () => Promise<unknown>): Promise<readonly string[]> => {
    const before = await pods();
    await act();
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    await stage.wait('Ready');
    const after = await eventually(
      async () => {
        const now = await pods();
        return Object.keys(now).length === Object.keys(before).length ? now : undefined;
      },
      { what: 'the old pods to end' },
    );
    return Object.keys(after).filter((part) => after[part] !== before[part]);
  };

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
          kubeconfig: await stage.cluster.kubeconfig(),
          log: `${stage.cluster.dir}/second.log`,
          identity: 'second',
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
