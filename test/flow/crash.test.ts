import { expect, test } from 'vitest';

import type { KubeObject } from '../../operator/api/object.ts';
import { KINDS } from '../../operator/api/kinds.ts';
import { Flow } from '../support/flow.ts';

const WRITTEN = [
  KINDS.Deployment,
  KINDS.StatefulSet,
  KINDS.Job,
  KINDS.Service,
  KINDS.Secret,
  KINDS.ControllerRevision,
];

/** Everything that an install came to, without what only says when. */
async function outcome(flow: Flow): Promise<string> {
  const lists = await Promise.all(
    WRITTEN.map((kind) => flow.cluster.list(kind, { namespace: 'plane' })),
  );
  const shown = ({ kind, metadata, ...rest }: KubeObject): unknown => [
    kind,
    metadata.name,
    metadata.labels,
    rest['spec'],
    Object.keys(rest['data'] ?? {}),
  ];
  return JSON.stringify(lists.flat().map(shown))
    .replaceAll(/"uid":"[^"]*"/g, '')
    .replaceAll(/-uid":"[^"]*"/g, '')
    .replaceAll(/-[0-9a-f]{10}"/g, '-DIGEST"');
}

async function installed(
  crashAt: number | undefined,
  { lost }: { readonly lost: boolean },
): Promise<{ readonly outcome: string; readonly requests: number }> {
  const flow = new Flow();
  await flow.site();
  let count = 0;
  const crash = (): void => {
    count += 1;
    if (count === crashAt) {
      flow.restart();
      throw new Error('killed');
    }
  };
  if (lost) flow.cluster.afterRequest = crash;
  else flow.cluster.beforeRequest = crash;
  await flow.ask().catch(() => undefined);
  await flow.settle();
  const requests = count;
  flow.cluster.beforeRequest = undefined;
  flow.cluster.afterRequest = undefined;
  expect(await flow.condition('Ready')).toBe('True/Ready');
  return { outcome: await outcome(flow), requests };
}

test.each([
  { lost: false, why: 'before a request reached the API server' },
  { lost: true, why: 'after a request took effect and before its answer came' },
])(
  'an operator that dies at any request of an install ends in the same objects: $why',
  async ({ lost }) => {
    const calm = await installed(undefined, { lost });
    expect(calm.requests).toBeGreaterThan(15);
    // The first request is the user's own.
    for (let crashAt = 2; crashAt <= calm.requests; crashAt += 1) {
      expect((await installed(crashAt, { lost })).outcome, `crash at request ${crashAt}`).toBe(
        calm.outcome,
      );
    }
  },
  120_000,
);
