import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';

import type { Finding } from '../../operator/api/finding.ts';
import type { PartState } from '../../operator/apply/gates.ts';
import { toYaml } from '../../operator/lib/yaml.ts';
import { NO_ADVICE } from '../../operator/products/product.ts';
import { PROGRAM_VERSION } from '../../operator/runtime/version.ts';
import { project } from '../../operator/status/project.ts';
import type { Report, Tended } from '../../operator/status/report.ts';
import { Helm, whyNoHelm } from '../support/helm.ts';
import { kstatus, statusFaults } from '../support/kstatus.ts';
import type { WithStatus } from '../support/kstatus.ts';
import { health } from '../support/lua.ts';
import { KUBE_VERSION } from './charts.ts';

const FOLDER = 'charts/plane-installation/gitops';
const SCRIPT = readFileSync(`${FOLDER}/argocd-health.lua`, 'utf8');

const part = (name: string, state: PartState['state']): PartState => ({
  name,
  state,
  message: state === 'Ready' ? '' : 'says "why"\nin two lines',
  waitsFor: [],
  kind: name === 'migration' ? 'Job' : 'Deployment',
  pods: name === 'migration' ? undefined : { desired: 1, ready: state === 'Ready' ? 1 : 0 },
});
const tended = (...parts: readonly PartState[]): Tended => ({
  ...{ generation: 1, version: 'v1.0.0', parts, inventory: [] },
  ...{ licensed: true, advice: NO_ADVICE },
});
const finding = (severity: Finding['severity'], rule: Finding['rule']): Finding => ({
  ...{ severity, rule, path: 'spec.version' },
  ...{ message: 'is wrong', fix: 'mend it' },
});
const running = tended(part('web', 'Ready'));

/** What the operator writes, and what clients that know nothing of it are to make of that. */
const CASES: readonly (readonly [report: Report, argo: string, generic: string])[] = [
  [{ kind: 'applied', tended: running, findings: [] }, 'Healthy', 'Current'],
  [
    { kind: 'applied', tended: tended(part('web', 'Progressing')), findings: [] },
    'Progressing',
    'InProgress',
  ],
  [
    { kind: 'applied', tended: tended(part('migration', 'Failed')), findings: [] },
    'Degraded',
    'Failed',
  ],
  [
    { kind: 'refused', tended: running, findings: [finding('refuse', 'UnknownVersion')] },
    'Degraded',
    'Failed',
  ],
  [
    { kind: 'waiting', tended: running, findings: [finding('wait', 'SecretMissing')] },
    'Progressing',
    'InProgress',
  ],
  [{ kind: 'suspended', tended: running, findings: [], pending: true }, 'Suspended', 'InProgress'],
  [{ kind: 'suspended', tended: running, findings: [], pending: false }, 'Healthy', 'Current'],
  [
    { kind: 'failed', tended: running, findings: [], message: 'no connection' },
    'Progressing',
    'InProgress',
  ],
];

const installation = (report: Report, generation = 2): WithStatus & { spec: object } => ({
  metadata: { name: 'plane', generation },
  spec: {},
  status: project(report, { generation: 2, status: undefined, now: '2026-01-01T00:00:00Z' }),
});

test.each(CASES)('Argo CD and kstatus read $0.kind as $1 and $2', (report, argo, generic) => {
  const object = installation(report);
  const ready = object.status?.conditions?.find(({ type }) => type === 'Ready');
  expect(health(SCRIPT, object)).toEqual({
    status: argo,
    message: `${ready?.reason ?? ''}: ${ready?.message ?? ''}`,
  });
  expect(kstatus(object)).toBe(generic);
  expect(statusFaults(object)).toEqual([]);
});

test.each([
  { what: 'a resource that nobody has seen', object: { metadata: { generation: 1 } } },
  {
    what: 'a resource just created',
    object: { metadata: { generation: 1 }, status: { observedGeneration: -1 } },
  },
  { what: 'a spec that is newer than the status', object: installation(CASES[0]![0], 3) },
])('Argo CD waits for $what', ({ object }) => {
  expect(health(SCRIPT, object).status).toBe('Progressing');
});

test('Argo CD takes a resource that is being deleted for one on its way', () => {
  const report: Report = {
    ...{ kind: 'deleting', tended: undefined, findings: [] },
    message: 'waits for its pods to end',
  };
  const { metadata, ...rest } = installation(report);
  const deletionTimestamp = '2026-01-01T00:00:00Z';
  expect(health(SCRIPT, { ...rest, metadata: { ...metadata, deletionTimestamp } }).status).toBe(
    'Progressing',
  );
});

test('statusFaults finds what breaks the rules', () => {
  const object = installation(CASES[0]![0]);
  const conditions = object.status?.conditions ?? [];
  const broken = (more: object): WithStatus => ({
    ...object,
    status: { ...object.status, conditions: [...conditions, { ...conditions[0], ...more }] },
  });
  expect(statusFaults(broken({})).join()).toContain('two conditions of one type');
  expect(statusFaults(broken({ type: 'Stalled' })).join()).toContain('is Ready, and');
  expect(statusFaults(broken({ type: 'Stalled', status: 'False' })).join()).toContain('without');
  expect(statusFaults(broken({ type: 'X', reason: 'no word' })).join()).toContain('not whole');
  expect(statusFaults(broken({ type: 'X', observedGeneration: 1 })).join()).toContain('another');
});

interface Example {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly values?: object;
    readonly ref?: { readonly semver?: string };
    readonly url?: string;
    readonly source?: {
      readonly chart: string;
      readonly targetRevision: string;
      readonly helm?: { readonly valuesObject?: object; readonly valueFiles?: readonly string[] };
    };
    readonly chartRef?: { readonly name: string };
  };
}

const examples = (file: string): readonly Example[] =>
  loadAll(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Example[];

/** A release of an example: chart, values, files of values. */
interface Release {
  readonly name: string;
  readonly chart: string;
  readonly version: string | undefined;
  readonly values: object;
  readonly files: readonly string[];
}

function ofArgo({ metadata, spec: { source } }: Example): Release {
  const { valuesObject: values = {}, valueFiles: files = [] } = source?.helm ?? {};
  const { chart = '', targetRevision: version } = source ?? {};
  return { name: `Argo CD ${metadata.name}`, chart, version, values, files };
}

function ofFlux({ metadata, spec: { values = {}, chartRef } }: Example): Release {
  const source = examples('flux.yaml').find(
    (each) => each.kind === 'OCIRepository' && each.metadata.name === chartRef?.name,
  );
  const version = source?.spec.ref?.semver;
  return { name: `Flux ${metadata.name}`, chart: chartRef?.name ?? '', version, values, files: [] };
}

describe.skipIf(whyNoHelm() !== undefined)('examples of GitOps', () => {
  const releases = [
    ...examples('argocd.yaml').map(ofArgo),
    ...examples('flux.yaml')
      .filter(({ kind }) => kind === 'HelmRelease')
      .map(ofFlux),
  ];

  test('there are three of each', () => {
    expect(releases.map(({ name }) => name)).toEqual(
      ['Argo CD', 'Flux'].flatMap((by) =>
        ['plane-operator-crds', 'plane-operator', 'plane'].map((name) => `${by} ${name}`),
      ),
    );
  });

  test.each(releases)('the values of $name are taken by the chart', async (release) => {
    expect(release.version).toBe(PROGRAM_VERSION);
    const folder = await mkdtemp(join(tmpdir(), 'plane-gitops-'));
    await writeFile(join(folder, 'values.yaml'), toYaml(release.values));
    const chart = `charts/${release.chart}`;
    for (const file of release.files) expect(existsSync(join(chart, file))).toBe(true);
    const files = [...release.files.map((file) => join(chart, file)), join(folder, 'values.yaml')];
    const { code, stderr } = await (
      await Helm.of(4)
    ).try([
      ...['template', 'plane', chart, '--kube-version', KUBE_VERSION],
      ...files.flatMap((file) => ['-f', file]),
    ]);
    expect(code, stderr).toBe(0);
  });
});
