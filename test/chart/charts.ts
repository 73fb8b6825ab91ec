import { readdirSync } from 'node:fs';

import type { Helm, HelmResult } from '../support/helm.ts';

/** A chart with values, as somebody would install it. */
export interface ChartCase {
  readonly chart: string;
  /** File in test/golden/charts/CHART, without ending. */
  readonly title: string;
  readonly release: string;
  readonly namespace: string;
  readonly files: readonly string[];
}

/** Charts in the order in which they are installed. */
export const CHARTS = ['plane-operator-crds', 'plane-operator', 'plane-installation'] as const;
/** The newest Kubernetes that the charts take: what Helm assumes without a cluster is another. */
export const KUBE_VERSION = '1.33';

const FOLDER = 'test/golden/charts';

/** Values of a case, after the profile of its name where the chart has one. */
function caseOf(chart: string, title: string): ChartCase {
  const profiles = readdirSync(`charts/${chart}`).includes('profiles')
    ? readdirSync(`charts/${chart}/profiles`)
    : [];
  return {
    chart,
    title,
    release: chart === 'plane-installation' ? 'plane' : chart,
    namespace: chart === 'plane-installation' ? 'plane' : 'plane-operator',
    files: [
      ...(profiles.includes(`${title}.yaml`) ? [`charts/${chart}/profiles/${title}.yaml`] : []),
      `${FOLDER}/${chart}/${title}.yaml`,
    ],
  };
}

/** Every case of every chart. */
export const CHART_CASES: readonly ChartCase[] = CHARTS.flatMap((chart) =>
  readdirSync(`${FOLDER}/${chart}`)
    .sort()
    .map((file) => caseOf(chart, file.replace(/\.yaml$/, ''))),
);

const valuesOf = (files: readonly string[]): readonly string[] =>
  files.flatMap((file) => ['-f', file]);

/** What Helm renders of a case; further arguments may change values. */
export const render = (
  helm: Helm,
  { chart, release, namespace, files }: ChartCase,
  more: readonly string[] = [],
): Promise<HelmResult> =>
  helm.try([
    ...['template', release, `charts/${chart}`, '-n', namespace, '--kube-version', KUBE_VERSION],
    ...valuesOf(files),
    ...more,
  ]);

/** What `helm lint --strict` says of a case. */
export const lint = (helm: Helm, { chart, files }: ChartCase): Promise<HelmResult> =>
  helm.try([
    ...['lint', '--strict', `charts/${chart}`, '--kube-version', KUBE_VERSION],
    ...valuesOf(files),
  ]);
