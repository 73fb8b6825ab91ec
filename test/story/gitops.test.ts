import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { clusterKind } from '../cluster/open.ts';
import { Helm, whyNoHelm } from '../support/helm.ts';
import { newest, Stage } from './stage.ts';

const FILES = [
  ...['-f', 'charts/plane-installation/profiles/small.yaml'],
  ...['-f', 'test/golden/charts/plane-installation/small.yaml'],
];
/** What a reconciler does each minute, without the minutes. */
const TIMES = 5;

const why =
  whyNoHelm() ?? (clusterKind() === 'embedded' ? undefined : 'needs a cluster of its own');

describe.skipIf(why !== undefined).each(newest)(
  `a GitOps reconciler on Kubernetes %s${why === undefined ? '' : `: ${why}`}`,
  (minor) => {
    let stage: Stage;
    let rendered: string;

    /** As Flux and Argo CD apply: from the server's side, by a name of their own, by force. */
    const apply = (text: string): Promise<{ code: number; stdout: string; stderr: string }> =>
      stage.kubectl.try(
        [
          ...['apply', '--server-side', '--force-conflicts', '-f', '-'],
          '--field-manager=kustomize-controller',
        ],
        text,
      );
    const template = async (release: string, ...more: readonly string[]): Promise<string> =>
      (await Helm.of(4)).run(['template', release, ...more, '--kube-version', '1.33']);

    beforeAll(async () => {
      stage = await Stage.open(minor);
      rendered = await template('plane', 'charts/plane-installation', '-n', 'plane', ...FILES);
    }, 120_000);

    afterAll(async () => {
      await stage.close();
    }, 60_000);

    test('what helm template prints is applied from the server and becomes Ready', async () => {
      expect((await apply(rendered)).code).toBe(0);
      await stage.wait('Ready', 150);
    }, 180_000);

    test('the same again and again writes nothing and restarts nothing', async () => {
      const seen = async (): Promise<unknown> => {
        const { metadata } = await stage.live<{ metadata: { resourceVersion: string } }>(
          'plane',
          'plane',
        );
        return [metadata.resourceVersion, await stage.workloads(), await stage.in('get', 'pods')];
      };
      const recently = (): string => new Date(Date.now() - 3_000).toISOString();
      await stage.until(
        'the operator to come to rest',
        async () => (await stage.requests(recently())).length === 0,
        60,
      );
      const [version, workloads] = (await seen()) as [string, string];
      const since = new Date().toISOString();
      for (let time = 0; time < TIMES; time += 1) expect((await apply(rendered)).code).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      expect(((await seen()) as [string, string]).slice(0, 2)).toEqual([version, workloads]);
      expect(await stage.requests(since)).toEqual([]);
    }, 120_000);

    test('a number in git reaches its part, and the reconciler and the operator do not fight', async () => {
      const more = ['--set', 'spec.plane.components.worker.replicas=3'];
      rendered = await template(
        ...(['plane', 'charts/plane-installation', '-n', 'plane', ...FILES, ...more] as const),
      );
      expect((await apply(rendered)).code).toBe(0);
      await stage.until(
        'three workers',
        async () => (await stage.live('deployment', 'plane-worker')).spec.replicas === 3,
      );
      await stage.wait('Ready');
      const { generation } = (await stage.live('plane', 'plane')).metadata;
      expect((await apply(rendered)).code).toBe(0);
      expect((await stage.live('plane', 'plane')).metadata.generation).toBe(generation);
    }, 120_000);

    // Last: kubectl's word for an installation has two meanings afterwards.
    test('definitions and a resource of theirs in one go: the second go brings both', async () => {
      const definitions = await template('crds', 'charts/plane-operator-crds');
      const elsewhere = (text: string): string =>
        text.replaceAll('airgapped.dev', 'first.airgapped.dev');
      const both = elsewhere(`${definitions}\n${rendered}`);
      const first = await apply(both);
      expect(first.code).not.toBe(0);
      expect(first.stderr).toContain('no matches for kind "PlaneInstallation"');
      await stage.until('the second go', async () => (await apply(both)).code === 0);
    });
  },
);
