import { format, resolveConfig } from 'prettier';

import { installationCrd, policyCrd } from '../../operator/api/crd.ts';
import type { KubeObject } from '../../operator/api/object.ts';
import { rulesFor } from '../../operator/api/rights.ts';
import type { Place } from '../../operator/api/rights.ts';
import { toYaml } from '../../operator/lib/yaml.ts';
import { SUPPORTED_KUBERNETES } from '../../operator/model/kubernetes.ts';
import { PRODUCTS } from '../../operator/products/index.ts';
import { PROGRAM_VERSION } from '../../operator/runtime/version.ts';
import { withSections } from '../section.ts';
import { installationValues, memberRules } from './installation-values.ts';
import { OPERATOR_VALUES } from './operator-values.ts';
import { valuesTable } from './readme.ts';
import { valuesSchema } from './schema.ts';
import type { JsonSchema } from './schema.ts';
import { valuesFile } from './values-file.ts';

/** A file of a chart that is made from the sources. */
interface ChartFile {
  readonly path: string;
  readonly content: () => string | Promise<string>;
}

interface Chart {
  readonly name: string;
  readonly description: string;
  /** First lines of `values.yaml`. */
  readonly head: readonly string[];
  readonly values: () => JsonSchema;
}

const NOTE = 'Made by "npm run generate"; not edited.';

const CHARTS: readonly Chart[] = [
  {
    name: 'plane-operator-crds',
    description: 'The definitions of PlaneInstallation and AirgapPolicy',
    head: [NOTE, 'There is nothing to choose.'],
    values: () => ({ type: 'object', properties: {} }),
  },
  {
    name: 'plane-operator',
    description: 'The operator that runs Plane where no packet may leave',
    head: [NOTE, 'All values are in README.md, too.'],
    values: () => OPERATOR_VALUES,
  },
  {
    name: 'plane-installation',
    description: 'One PlaneInstallation',
    head: [
      NOTE,
      'Everything below "spec" is the spec of the PlaneInstallation, under the paths that the',
      'operator names when it refuses something. README.md lists all of it; profiles/ has values',
      'to begin with.',
    ],
    values: installationValues,
  },
];

/** Helm 3 and 4 refuse other versions at install and upgrade; the operator says KubernetesUnsupported. */
const KUBE_VERSION = `>=1.${SUPPORTED_KUBERNETES.oldest}.0-0 <1.${SUPPORTED_KUBERNETES.newest + 1}.0-0`;

const chartYaml = ({ name, description }: Chart): string =>
  `# ${NOTE}\n${toYaml({
    apiVersion: 'v2',
    name,
    description,
    type: 'application',
    version: PROGRAM_VERSION,
    appVersion: PROGRAM_VERSION,
    kubeVersion: KUBE_VERSION,
    keywords: ['plane', 'air gap', 'operator'],
  })}`;

const formatted = async (text: string, path: string): Promise<string> =>
  format(text, { ...(await resolveConfig(path)), filepath: path });

/** What every chart has. */
const common = (chart: Chart): readonly ChartFile[] => {
  const folder = `charts/${chart.name}`;
  const schema = (): JsonSchema => chart.values();
  const values = `${folder}/values.yaml`;
  const readme = `${folder}/README.md`;
  return [
    { path: `${folder}/Chart.yaml`, content: () => chartYaml(chart) },
    { path: values, content: () => formatted(valuesFile(schema(), chart.head), values) },
    {
      path: `${folder}/values.schema.json`,
      content: () => `${JSON.stringify(valuesSchema(chart.name, schema()), null, 2)}\n`,
    },
    {
      path: readme,
      content: () => withSections(readme, { values: () => valuesTable(schema()) }),
    },
  ];
};

/** A definition that `helm upgrade` updates and `helm uninstall` leaves: data hangs on it. */
function crdTemplate(definition: KubeObject): string {
  const { metadata, ...rest } = definition;
  const { apiVersion, kind, ...content } = rest;
  const text = toYaml({
    apiVersion,
    kind,
    metadata: { ...metadata, annotations: { 'helm.sh/resource-policy': 'keep' } },
    ...content,
  });
  if (text.includes('{{')) throw new Error(`Cannot make a template of ${metadata.name}: has "{{"`);
  return `# ${NOTE}\n${text}`;
}

const rules = (place: Place): string =>
  `{{- define "plane-operator.rules.${place}" -}}\n${toYaml(rulesFor(place))}{{- end }}\n`;

/** Every generated file of every chart. */
export const CHART_FILES: readonly ChartFile[] = [
  ...CHARTS.flatMap(common),
  {
    path: 'charts/plane-operator-crds/templates/airgappolicies.yaml',
    content: () => crdTemplate(policyCrd()),
  },
  {
    path: 'charts/plane-operator-crds/templates/planeinstallations.yaml',
    content: () => crdTemplate(installationCrd(PRODUCTS)),
  },
  {
    path: 'charts/plane-operator/templates/_rules.tpl',
    content: () =>
      [
        `{{/* ${NOTE} */}}\n`,
        ...(['installations', 'operator', 'cluster'] as const).map(rules),
      ].join(''),
  },
  {
    path: 'charts/plane-installation/templates/_members.tpl',
    content: () =>
      `{{/* ${NOTE} */}}\n{{- define "plane-installation.members" -}}\n${toYaml(memberRules())}{{- end }}\n`,
  },
];
