import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { clusterKind } from '../cluster/open.ts';
import { eventually } from '../support/eventually.ts';
import { HELM_MAJORS, whyNoHelm } from '../support/helm.ts';
import { CHARTS, Site } from './helm-site.ts';
import { minors } from './stage.ts';

const LONG = process.env['PLANE_TEST_LONG'] === '1';

/** Helm 4 on the newest Kubernetes, Helm 3 on the others; in the long run all pairs. */
const PAIRS = minors.flatMap((minor) =>
  HELM_MAJORS.filter((major) => LONG || (major === 4) === (minor === '1.33')).map((major) => ({
    minor,
    major,
  })),
);

const why =
  whyNoHelm() ?? (clusterKind() === 'embedded' ? undefined : 'needs a cluster of its own');

describe.skipIf(why !== undefined).each(PAIRS)(
  `Helm $major on Kubernetes $minor${why === undefined ? '' : `: ${why}`}`,
  (pair) => {
    let site: Site;

    beforeAll(async () => {
      site = await Site.open(pair);
    }, 300_000);

    afterAll(async () => {
      await site.close();
    }, 60_000);

    test('charts are packaged, pushed after a login, and pulled as they were', async () => {
      const { helm, registry, folder } = site;
      await helm.run(['package', ...CHARTS.map((chart) => `charts/${chart}`), '-d', folder]);
      const push = (chart: string): readonly string[] => [
        ...['push', join(folder, `${chart}-0.1.0.tgz`), `oci://${registry.host}/charts`],
        ...['--ca-file', registry.caFile],
      ];
      expect((await helm.try(push('plane-operator'))).code).not.toBe(0);
      await site.login();
      for (const chart of CHARTS) await helm.run(push(chart));
      const pulled = join(folder, 'pulled');
      await mkdir(pulled);
      for (const chart of CHARTS) {
        await helm.run(['pull', site.oci(chart), '-d', pulled, '--ca-file', registry.caFile]);
        const name = `${chart}-0.1.0.tgz`;
        expect(await readFile(join(pulled, name))).toEqual(await readFile(join(folder, name)));
      }
    });

    test('definitions and the operator come in from the registry, under Pod Security restricted', async () => {
      await site.install('plane-operator-crds', 'plane-operator-crds', {
        namespace: 'plane-operator',
      });
      await site.install('plane-operator', 'plane-operator', {
        namespace: 'plane-operator',
        more: [...site.operatorValues, '--wait', '--timeout', '90s'],
      });
      const deployment = await site.kubectl.get<{ status: { availableReplicas: number } }>([
        ...['-n', 'plane-operator', 'deployment', 'plane-operator'],
      ]);
      expect(deployment?.status.availableReplicas).toBe(2);
      expect(await site.kubectl.get(['airgappolicy', 'cluster'])).toMatchObject({
        spec: { allowedSuffixes: ['corp.example.com'] },
      });
      await site.startOperator();
    }, 180_000);

    test('the test of the chart passes', async () => {
      const said = await site.helm.run(['test', 'plane-operator', '-n', 'plane-operator']);
      expect(said).toMatch(/Phase:\s+Succeeded/);
    });

    test('an installation comes in from the registry and becomes Ready', async () => {
      await site.install('plane', 'plane-installation', {
        namespace: 'plane',
        more: [...site.values, ...['--wait', '--timeout', '150s']],
      });
      // Helm 3 knows nothing of the readiness of other kinds; Helm 4 waited for it.
      if (pair.major === 3) await site.ready('plane');
      expect(await site.conditionOf('plane', 'Ready')).toBe('True');
    }, 240_000);

    test('a second installation in another namespace is a second release', async () => {
      await site.install('plane', 'plane-installation', {
        namespace: 'plane-two',
        more: [...site.values, ...['--set', 'spec.domain=two.corp.example.com']],
      });
      await site.ready('plane-two');
    }, 240_000);

    test('a second operator is refused by Helm', async () => {
      const { code, stderr } = await site.helm.try([
        ...['install', 'another', site.oci('plane-operator'), '-n', 'plane-two'],
        ...['--set', 'registry=registry.corp.example.com/mirror'],
        ...['--ca-file', site.registry.caFile],
      ]);
      expect(code).not.toBe(0);
      expect(stderr).toMatch(/AirgapPolicy "cluster".* exists and cannot be imported/);
    });

    if (pair.major === 4)
      test('Helm 4 waits for what is not Ready, and says so', async () => {
        const { code, stderr } = await site.helm.try([
          ...['upgrade', 'plane', site.oci('plane-installation'), '-n', 'plane-two'],
          ...['--reuse-values', '--set', 'spec.certificates.secretRef.name=late', '--wait'],
          ...['--timeout', '5s', '--ca-file', site.registry.caFile],
        ]);
        expect(code).not.toBe(0);
        expect(stderr).toMatch(/PlaneInstallation\/plane-two\/plane not ready.*InProgress/);
        await site.helm.run(['rollback', 'plane', '1', '-n', 'plane-two', '--wait']);
        expect(await site.conditionOf('plane-two', 'Ready')).toBe('True');
      });

    test('upgraded values reach the installation, and a rollback takes them back', async () => {
      const upgraded = ['--set', 'spec.plane.components.worker.replicas=3'];
      await site.install('plane', 'plane-installation', {
        namespace: 'plane',
        more: [...site.values, ...upgraded],
      });
      await site.workers(3);
      await site.helm.run(['rollback', 'plane', '1', '-n', 'plane']);
      await site.workers(1);
      await site.ready('plane');
    }, 180_000);

    test('a newer chart changes the definitions and the operator, and restarts no pod', async () => {
      const before = await site.pods();
      await site.release('0.1.1');
      for (const chart of ['plane-operator-crds', 'plane-operator'])
        await site.helm.run([
          ...['upgrade', chart, site.oci(chart), '--version', '0.1.1', '-n', 'plane-operator'],
          ...['--reuse-values', '--ca-file', site.registry.caFile],
        ]);
      expect(await site.columns()).toContain('Newer');
      await site.restartOperator();
      await site.ready('plane');
      expect(await site.pods()).toBe(before);
    }, 120_000);

    test('a rollback of the definitions takes the change back', async () => {
      await site.helm.run(['rollback', 'plane-operator-crds', '1', '-n', 'plane-operator']);
      expect(await site.columns()).not.toContain('Newer');
      await site.ready('plane');
    }, 120_000);

    test('an uninstalled installation leaves its data', async () => {
      await site.helm.run(['uninstall', 'plane', '-n', 'plane', '--wait', '--timeout', '90s']);
      await eventually(
        async () =>
          (await site.kubectl.get(['-n', 'plane', 'plane', 'plane'])) === undefined
            ? true
            : undefined,
        { what: 'the installation to go', seconds: 60 },
      );
      const left = await site.names('plane', 'deployments,statefulsets,pods,pvc,secrets');
      expect(left.filter((name) => /^(deployment|statefulset|pod)/.test(name))).toEqual([]);
      expect(left.filter((name) => name.startsWith('persistentvolumeclaim/'))).toHaveLength(5);
      expect(left).toContain('secret/plane-keys');
    }, 120_000);

    test('uninstalled operator and definitions leave the definitions and what runs', async () => {
      const before = await site.pods();
      await site.helm.run(['uninstall', 'plane-operator', '-n', 'plane-operator', '--wait']);
      await site.helm.run(['uninstall', 'plane-operator-crds', '-n', 'plane-operator']);
      expect(await site.columns()).toContain('Ready');
      expect(await site.kubectl.get(['-n', 'plane-two', 'plane', 'plane'])).toBeDefined();
      expect(await site.pods()).toBe(before);
    });
  },
);
