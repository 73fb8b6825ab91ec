import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Minor, TestCluster } from '../cluster/cluster.ts';
import { openCluster } from '../cluster/open.ts';
import { eventually } from '../support/eventually.ts';
import { tokenKubeconfig } from '../support/granted.ts';
import { Helm } from '../support/helm.ts';
import type { HelmMajor } from '../support/helm.ts';
import { Kubectl } from '../support/kubectl.ts';
import { startOciRegistry } from '../support/oci-registry.ts';
import type { OciRegistry } from '../support/oci-registry.ts';
import { startOperator } from '../support/operator-process.ts';
import type { OperatorProcess } from '../support/operator-process.ts';

/** Charts in the order in which they are installed. */
export const CHARTS = ['plane-operator-crds', 'plane-operator', 'plane-installation'] as const;

const NAMESPACES = ['plane-operator', 'plane', 'plane-two'];

interface Parts {
  readonly cluster: TestCluster;
  readonly kubectl: Kubectl;
  readonly registry: OciRegistry;
  readonly helm: Helm;
  readonly folder: string;
}

/** A cluster, an empty registry and Helm, as on the day of an install. */
export class Site {
  readonly cluster: TestCluster;
  readonly kubectl: Kubectl;
  readonly registry: OciRegistry;
  readonly helm: Helm;
  /** For packages. */
  readonly folder: string;
  #operator: OperatorProcess | undefined;

  private constructor({ cluster, kubectl, registry, helm, folder }: Parts) {
    this.cluster = cluster;
    this.kubectl = kubectl;
    this.registry = registry;
    this.helm = helm;
    this.folder = folder;
  }

  static async open({
    minor,
    major,
    port,
    namespaces = NAMESPACES,
  }: {
    readonly minor: Minor;
    readonly major: HelmMajor;
    /** Of the registry; a free one unless told. */
    readonly port?: number;
    /** Namespaces that are there, with Pod Security enforced. */
    readonly namespaces?: readonly string[];
  }): Promise<Site> {
    const registry = await startOciRegistry(port === undefined ? {} : { port });
    const cluster = await openCluster({ minor });
    const kubeconfig = await cluster.kubeconfig();
    const kubectl = await Kubectl.of(minor, kubeconfig);
    const helm = await Helm.of(major, { kubeconfig, hosts: registry.hosts });
    for (const name of namespaces) {
      await kubectl.run(['create', 'namespace', name]);
      await kubectl.run(['label', 'ns', name, 'pod-security.kubernetes.io/enforce=restricted']);
    }
    await kubectl.apply({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'nginx' },
      spec: { controller: 'k8s.io/ingress-nginx' },
    });
    const folder = await mkdtemp(join(tmpdir(), 'plane-charts-'));
    return new Site({ cluster, kubectl, registry, helm, folder });
  }

  async close(): Promise<void> {
    await this.#operator?.stop();
    await this.cluster.stop();
    await this.registry.stop();
    await rm(this.folder, { recursive: true });
  }

  /** Where a chart lies in the registry. */
  oci(chart: string): string {
    return `oci://${this.registry.host}/charts/${chart}`;
  }

  async login(): Promise<void> {
    const { host, user, password, caFile } = this.registry;
    const who = ['-u', user, '--password-stdin', '--ca-file', caFile];
    await this.helm.run(['registry', 'login', host, ...who], password);
  }

  /** Values of the operator: where its image lies, whom it tends, what is inside. */
  readonly operatorValues = [
    ...['--set', 'registry=registry.corp.example.com/mirror'],
    ...['--set', 'watchNamespaces={plane,plane-two}'],
    ...['--set', 'airgapPolicy.spec.allowedSuffixes={corp.example.com}'],
    ...['--set', 'airgapPolicy.spec.allowedRegistries={registry.corp.example.com/mirror}'],
  ];

  /** Values of the site, over the small profile. */
  readonly values = [
    ...['-f', 'charts/plane-installation/profiles/small.yaml'],
    ...['-f', 'test/golden/charts/plane-installation/small.yaml'],
  ];

  /** Installs or upgrades a release from the registry. */
  install(
    release: string,
    chart: string,
    { namespace, more = [] }: { readonly namespace: string; readonly more?: readonly string[] },
  ): Promise<string> {
    return this.helm.run([
      ...['upgrade', '--install', release, this.oci(chart), '-n', namespace],
      ...['--ca-file', this.registry.caFile, ...more],
    ]);
  }

  /** The operator as a process with the token of the ServiceAccount that the chart made: the pods are pretended. */
  async startOperator(watchNamespaces = 'plane,plane-two'): Promise<void> {
    const account = { namespace: 'plane-operator', name: 'plane-operator' };
    this.#operator = startOperator({
      kubeconfig: await tokenKubeconfig(this.cluster, this.kubectl, account),
      log: `${this.cluster.dir}/operator.log`,
      namespace: 'plane-operator',
      watchNamespaces,
    });
    await this.#operator.url();
  }

  async restartOperator(): Promise<void> {
    await this.#operator?.stop();
    await this.startOperator();
  }

  ready(namespace: string): Promise<string> {
    return this.kubectl.waitFor('plane/plane', 'condition=Ready', { namespace, seconds: 150 });
  }

  async conditionOf(namespace: string, type: string): Promise<string | undefined> {
    const installation = await this.kubectl.get<{
      status?: { conditions?: readonly { type: string; status: string }[] };
    }>(['-n', namespace, 'plane', 'plane']);
    return installation?.status?.conditions?.find((each) => each.type === type)?.status;
  }

  async workers(replicas: number): Promise<void> {
    const what = `${replicas} workers`;
    await eventually(
      async () => {
        const worker = await this.kubectl.get<{ spec: { replicas: number } }>([
          ...['-n', 'plane', 'deployment', 'plane-worker'],
        ]);
        return worker?.spec.replicas === replicas ? true : undefined;
      },
      { what, seconds: 60 },
    );
  }

  /** Every pod of the installations with its UID: equal texts mean that none was restarted. */
  async pods(): Promise<string> {
    const lists = await Promise.all(
      ['plane', 'plane-two'].map((namespace) =>
        this.kubectl.run([
          ...['-n', namespace, 'get', 'pods', '-o'],
          'custom-columns=name:.metadata.name,uid:.metadata.uid',
        ]),
      ),
    );
    return lists.join('');
  }

  /** Columns that `kubectl get plane` has. */
  async columns(): Promise<readonly string[]> {
    const definition = await this.kubectl.get<{
      spec: { versions: readonly { additionalPrinterColumns: readonly { name: string }[] }[] };
    }>(['crd', 'planeinstallations.airgapped.dev']);
    return definition?.spec.versions[0]?.additionalPrinterColumns.map(({ name }) => name) ?? [];
  }

  /** Objects of a namespace, as `kind/name`. */
  async names(namespace: string, kinds: string): Promise<readonly string[]> {
    const text = await this.kubectl.run(['-n', namespace, 'get', kinds, '-o', 'name']);
    return text
      .trim()
      .split('\n')
      .map((line) => line.replace(/\.apps\//, '/'));
  }

  /** Pushes a next version of the charts of the operator; its definitions have one more column. */
  async release(version: string): Promise<void> {
    for (const chart of ['plane-operator-crds', 'plane-operator']) {
      const copy = join(this.folder, chart);
      await cp(`charts/${chart}`, copy, { recursive: true });
      await edit(join(copy, 'Chart.yaml'), (text) => text.replaceAll('0.1.0', version));
      if (chart === 'plane-operator-crds')
        await edit(join(copy, 'templates', 'planeinstallations.yaml'), (text) =>
          text.replace(
            'additionalPrinterColumns:\n',
            'additionalPrinterColumns:\n        - name: Newer\n          type: string\n          jsonPath: .spec.version\n',
          ),
        );
      await this.helm.run(['package', copy, '-d', this.folder]);
      await this.helm.run([
        ...['push', join(this.folder, `${chart}-${version}.tgz`)],
        ...[`oci://${this.registry.host}/charts`, '--ca-file', this.registry.caFile],
      ]);
    }
  }
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
}
