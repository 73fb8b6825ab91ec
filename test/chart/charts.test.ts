import { readFileSync } from 'node:fs';

import { load, loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';

import { RIGHTS, groupOf, resourceOf } from '../../operator/api/rights.ts';
import type { PolicyRule } from '../../operator/api/rights.ts';
import type { KubeObject } from '../../operator/api/object.ts';
import { checkOffline } from '../../operator/cli/offline.ts';
import { PRODUCTS } from '../../operator/products/index.ts';
import type { JsonSchema } from '../../scripts/charts/schema.ts';
import { HELM_MAJORS, Helm, whyNoHelm } from '../support/helm.ts';
import type { RenderedPod } from '../unit/products/plane/rendered.ts';
import { violations } from '../unit/products/plane/restricted.ts';
import { CHART_CASES, CHARTS, lint, render } from './charts.ts';
import type { ChartCase } from './charts.ts';

const why = whyNoHelm();
const inHelm = describe.skipIf(why !== undefined);

const caseOf = (chart: string, title: string): ChartCase =>
  CHART_CASES.find((each) => each.chart === chart && each.title === title)!;

async function objectsOf(of: ChartCase, more: readonly string[] = []): Promise<KubeObject[]> {
  const { code, stdout, stderr } = await render(await Helm.of(4), of, more);
  expect(code, stderr).toBe(0);
  return (loadAll(stdout) as (KubeObject | null)[]).filter((object) => object !== null);
}

inHelm.each(HELM_MAJORS)(`charts, by Helm %i${why === undefined ? '' : `: ${why}`}`, (major) => {
  test.each(CHART_CASES)('$chart with the values $title is good to helm lint', async (of) => {
    const { code, stdout, stderr } = await lint(await Helm.of(major), of);
    expect(code, `${stdout}${stderr}`).toBe(0);
    expect(stdout).not.toMatch(/\[(WARNING|ERROR)\]/);
  });

  test.each([
    { set: 'replica=3', says: /replica/, why: 'an unknown value' },
    { set: 'image.rgistry=a', says: /rgistry/, why: 'an unknown value below another' },
    { set: 'replicas=0', says: /replicas/, why: 'a number too small' },
    { set: 'replicas=two', says: /replicas/, why: 'a word for a number' },
    { set: 'logLevel=loud', says: /logLevel/, why: 'a word that is none of the choices' },
    { set: 'image.digest=sha256:12', says: /digest/, why: 'a digest that is none' },
    { set: 'registry=https://registry.corp.example.com', says: /registry/, why: 'a scheme' },
    { set: 'watchNamespaces={a,a}', says: /watchNamespaces/, why: 'a namespace twice' },
    { set: 'watchNamespaces={A}', says: /watchNamespaces/, why: 'no name of a namespace' },
    { set: 'airgapPolicy.spec.allowed={a}', says: /allowed/, why: 'a field the policy lacks' },
  ])('plane-operator refuses $why ($set)', async ({ set, says }) => {
    const of = caseOf('plane-operator', 'default');
    const { code, stderr } = await render(await Helm.of(major), of, ['--set', set]);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/don't meet the specifications of the schema/);
    expect(stderr).toMatch(says);
  });

  test.each([
    { set: 'spec.plane.components.wep.replicas=1', says: /wep/, why: 'an unknown part' },
    { set: 'spec.plane.components.web.replicas=0', says: /replicas/, why: 'no pods' },
    { set: 'spec.plane.components.beatWorker.replicas=2', says: /replicas/, why: 'two of one' },
    { set: 'spec.domain=plane_corp', says: /domain/, why: 'no name of a host' },
    { set: 'spec.version=3.1.2', says: /version/, why: 'no release' },
    { set: 'spec.version=null', says: /version/, why: 'no version at all' },
    { set: 'spec.database.embedded.size=20GB', says: /size/, why: 'no size' },
    { set: 'spec.databse.embedded.size=20Gi', says: /databse/, why: 'an unknown field' },
  ])('plane-installation refuses $why ($set)', async ({ set, says }) => {
    const of = caseOf('plane-installation', 'small');
    const { code, stderr } = await render(await Helm.of(major), of, ['--set', set]);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(says);
  });

  test('plane-operator says everything that is wrong with its values at once', async () => {
    const { stderr } = await render(
      await Helm.of(major),
      caseOf('plane-operator', 'cluster-wide'),
      [
        ...['--set', 'registry=', '--set', 'watchNamespaces={a,b}'],
        ...['--set', 'networkPolicy.apiServerCIDRs={10.0.0.1/32}'],
        ...['--set', 'airgapPolicy.spec.allowedSuffixes={corp.example.com}'],
        ...['--set', 'podLabels.app\\.kubernetes\\.io/name=x'],
      ],
    );
    for (const sentence of [
      "registry: is empty; name the internal registry that the operator's image lies in, for example registry.corp.example.com/mirror",
      'watchNamespaces: names a, b while clusterWide is true; set one of the two',
      'networkPolicy: is not enabled, and says what may be reached; leave that out or set networkPolicy.enabled to true',
      'airgapPolicy: has a spec and is not created; leave the spec out or set airgapPolicy.create to true',
      'podLabels: sets app.kubernetes.io/name, by which the pods are found; choose another name',
    ])
      expect(stderr).toContain(`\n${sentence}`);
  });

  test('plane-installation says everything that excludes each other at once', async () => {
    const { stderr } = await render(await Helm.of(major), caseOf('plane-installation', 'small'), [
      ...['--set', 'name=a-name-that-is-good'],
      ...['--set', 'spec.database.external.secretRef.name=a'],
      ...['--set', 'spec.plane.cache.embedded=null'],
      ...['--set', 'spec.plane.components.web.replicas=2'],
      ...['--set', 'spec.plane.components.web.scaledBy=External'],
    ]);
    expect(stderr).toContain(
      '\nspec.database: set exactly one of embedded and external, and has embedded and external',
    );
    expect(stderr).toContain(
      '\nspec.plane.cache: set exactly one of embedded and external, and has none',
    );
    expect(stderr).toContain(
      '\nspec.plane.components.web: set at most one of replicas, autoscaling and scaledBy, and has replicas and scaledBy',
    );
  });
});

inHelm('what the charts render', () => {
  test.each(['airgappolicies', 'planeinstallations'])(
    'the definition of %s is that of crds/, and is kept',
    async (plural) => {
      const objects = await objectsOf(caseOf('plane-operator-crds', 'default'));
      const name = `${plural}.airgapped.dev`;
      const { metadata, ...rest } = objects.find((object) => object.metadata.name === name)!;
      const { annotations, ...others } = metadata;
      expect(annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
      expect({ metadata: others, ...rest }).toEqual(
        load(readFileSync(`crds/${name}.yaml`, 'utf8')),
      );
    },
  );

  test.each(CHART_CASES.filter(({ chart }) => chart === 'plane-operator'))(
    'pods of plane-operator with the values $title are admitted by Pod Security restricted',
    async (of) => {
      const pods = (await objectsOf(of)).filter(({ kind }) => ['Deployment', 'Job'].includes(kind));
      expect(pods.map(({ kind }) => kind).sort()).toEqual(['Deployment', 'Job']);
      for (const pod of pods)
        expect(violations((pod['spec'] as { template: RenderedPod }).template)).toEqual([]);
    },
  );

  test.each([
    { title: 'default', namespaces: ['plane-operator'] },
    { title: 'everything', namespaces: ['team-a', 'team-b'] },
    { title: 'cluster-wide', namespaces: [] },
  ])('plane-operator with the values $title grants what the table says', async (of) => {
    const objects = await objectsOf(caseOf('plane-operator', of.title));
    const granted = objects
      .filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole')
      .flatMap(({ metadata, ...rest }) =>
        grants(rest['rules'] as PolicyRule[], metadata.namespace),
      );
    const wanted = RIGHTS.flatMap((right) => {
      const places =
        right.place === 'operator'
          ? ['plane-operator']
          : right.place === 'cluster' || of.namespaces.length === 0
            ? ['the cluster']
            : of.namespaces;
      return places.flatMap((place) =>
        right.verbs.map((verb) => `${place} ${groupOf(right.kind)} ${resourceOf(right)} ${verb}`),
      );
    });
    expect(granted.sort()).toEqual(wanted.sort());
  });

  test.each(CHART_CASES.filter(({ chart }) => chart === 'plane-installation'))(
    'plane-installation with the values $title is taken by the operator as it stands',
    async (of) => {
      const [installation] = await objectsOf(of);
      const { metadata, spec } = installation as KubeObject & { readonly spec: unknown };
      const manifest = {
        source: of.title,
        namespace: 'plane',
        name: metadata.name,
        spec,
        mistakes: [],
      };
      const findings = checkOffline(manifest, PRODUCTS);
      expect(findings.filter(({ severity }) => severity === 'refuse')).toEqual([]);
    },
  );

  test('null takes back what a profile says', async () => {
    const [installation] = await objectsOf(caseOf('plane-installation', 'small'), [
      ...['--set', 'spec.database.embedded=null'],
      ...['--set', 'spec.database.external.secretRef.name=plane-database'],
    ]);
    expect(installation).toMatchObject({
      spec: { database: { external: { secretRef: { name: 'plane-database' } } } },
    });
    expect(JSON.stringify(installation)).not.toContain('null');
  });

  test('numbers stay whole on the way through values', async () => {
    const [installation] = await objectsOf(caseOf('plane-installation', 'small'), [
      ...['--set', 'spec.plane.ai.model.maxTokens=1000000'],
      ...['--set', 'spec.plane.ai.model.url=https://llm.corp.example.com/v1'],
      ...['--set', 'spec.plane.ai.model.name=a', '--set', 'spec.plane.ai.model.displayName=a'],
      ...['--set', 'spec.plane.ai.model.secretRef.name=a'],
    ]);
    expect(JSON.stringify(installation)).toContain('"maxTokens":1000000');
  });
});

test.each(CHARTS)('every value of %s is in its README', (chart) => {
  const schema = JSON.parse(
    readFileSync(`charts/${chart}/values.schema.json`, 'utf8'),
  ) as JsonSchema;
  const readme = readFileSync(`charts/${chart}/README.md`, 'utf8');
  const names = Object.keys(schema.properties ?? {}).filter((name) => name !== 'global');
  expect(names.filter((name) => !readme.includes(`| \`${name}\` |`))).toEqual([]);
  expect(described(schema, chart)).toEqual([]);
});

/** What a set of rules allows, as comparable lines. */
const grants = (rules: readonly PolicyRule[], place = 'the cluster'): readonly string[] =>
  rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) => verbs.map((verb) => `${place} ${group} ${resource} ${verb}`)),
    ),
  );

/** Fields without a description. */
const described = (schema: JsonSchema, path: string): readonly string[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, value]) => [
    ...(value.description === undefined && path.split('.').length < 3 ? [`${path}.${name}`] : []),
    ...described(value, `${path}.${name}`),
  ]);
