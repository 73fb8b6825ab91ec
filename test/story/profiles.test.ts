import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { CASES, partsOf } from '../golden/cases.ts';
import { CLUSTER_SITE, goldenResource, goldenSite } from '../support/golden-site.ts';
import type { Live } from './stage.ts';
import { minors, Stage } from './stage.ts';

/** Golden cases that stand for what sites ask for. */
const PROFILES = [
  'minimal',
  'default',
  'everything-embedded',
  'everything-external',
  'everything-on',
  'high-availability',
];

const WORKLOADS = ['Deployment', 'StatefulSet'];

describe.each(minors)('profiles on Kubernetes %s, side by side', (minor) => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(minor, { watchNamespaces: '' });
    const { items } = await stage.live<{ items: readonly Live[] }>('storageclasses');
    const storageClass = items[0]?.metadata.name ?? '';
    for (const object of CLUSTER_SITE) await stage.kubectl.apply(object);
    for (const title of PROFILES) {
      await stage.kubectl.apply({ apiVersion: 'v1', kind: 'List', items: goldenSite(title) });
      await stage.kubectl.apply(await goldenResource(title, { namespace: title, storageClass }));
    }
  }, 300_000);

  afterAll(async () => {
    await stage.close();
  }, 60_000);

  test.each(PROFILES)(
    '%s goes Ready where only restricted pods are admitted',
    async (title) => {
      await stage.kubectl.waitFor('plane/plane', 'condition=Ready', {
        namespace: title,
        seconds: 240,
      });
      const { items = [] } =
        (await stage.kubectl.get<{ items: readonly (Live & { kind: string })[] }>([
          '-n',
          title,
          'deployments,statefulsets',
        ])) ?? {};
      const live = items.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      const rendered = partsOf(CASES.find((one) => one.title === title)!)
        .flatMap(({ objects }) => objects)
        .filter(({ kind }) => WORKLOADS.includes(kind))
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      expect(rendered.length).toBeGreaterThan(8);
      expect(live.sort()).toEqual(rendered.sort());
    },
    300_000,
  );
});
