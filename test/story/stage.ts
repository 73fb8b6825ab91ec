import { readFile } from 'node:fs/promises';

import { loadAll } from 'js-yaml';

import { MINORS } from '../cluster/cluster.ts';
import type { AuditEvent, ClusterOptions, Minor, TestCluster } from '../cluster/cluster.ts';
import { openCluster } from '../cluster/open.ts';
import { eventually } from '../support/eventually.ts';
import { denied, grant, tokenKubeconfig } from '../support/granted.ts';
import type { Account } from '../support/granted.ts';
import { Kubectl } from '../support/kubectl.ts';
import { startOperator } from '../support/operator-process.ts';
import { watchStatuses } from '../support/statuses.ts';
import type { StatusWatch } from '../support/statuses.ts';
import { kubectlPath } from '../kubectl/index.ts';
import type { OperatorProcess } from '../support/operator-process.ts';

/** One condition of a live resource. */
export interface LiveCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration: number;
}

/** What the stories read of live objects. */
export interface Live {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly generation: number;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly creationTimestamp: string;
  };
  readonly spec: {
    readonly template?: {
      readonly spec: { readonly containers: readonly { readonly image: string }[] };
    };
    readonly replicas?: number;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly LiveCondition[];
    readonly findings?: readonly { readonly rule: string; readonly path: string }[];
  };
}

interface Component {
  readonly enabled?: boolean;
  readonly replicas?: number;
  readonly scaledBy?: 'External';
  readonly autoscaling?: object;
  readonly resources?: object;
}

/** What the stories change of a spec. */
export interface Spec {
  version: string;
  suspend?: boolean;
  deletionPolicy?: string;
  images: { pullSecrets?: { name: string }[] };
  license: object;
  plane: { components: Record<string, Component>; mail?: object };
}

/** Versions of Kubernetes that this run is about. */
export const minors = MINORS.filter((minor) =>
  (process.env['PLANE_TEST_MINORS'] ?? '1.33').split(',').includes(minor),
);

/** Versions for what does not depend on them: the newest one, and all of them in the long run. */
export const newest = process.env['PLANE_TEST_LONG'] === '1' ? minors : minors.slice(-1);

interface StageOptions extends Partial<ClusterOptions> {
  /** Namespaces that the operator tends, and the chart gives it rights in: `plane` unless told, all when empty. */
  readonly watchNamespaces?: string;
}

interface Granted {
  readonly watchNamespaces: string;
  readonly statuses: StatusWatch;
  readonly account: Account;
  readonly kubeconfig: string;
}

/** A site with an operator, and the demo's installation as a person would handle it. */
export class Stage {
  readonly cluster: TestCluster;
  readonly kubectl: Kubectl;
  readonly operator: OperatorProcess;
  /** What the operator runs as: the ServiceAccount of the chart, with the chart's rights in one namespace. */
  readonly account: Account;
  /** A kubeconfig with its token. */
  readonly kubeconfig: string;
  /** Every status that is written, judged by the rules of kstatus. */
  readonly statuses: StatusWatch;

  private constructor(cluster: TestCluster, kubectl: Kubectl, as: Granted) {
    this.cluster = cluster;
    this.kubectl = kubectl;
    this.account = as.account;
    this.kubeconfig = as.kubeconfig;
    this.statuses = as.statuses;
    this.operator = startOperator({
      kubeconfig: as.kubeconfig,
      log: `${cluster.dir}/operator.log`,
      watchNamespaces: as.watchNamespaces,
    });
  }

  static async open(minor: Minor, options: StageOptions = {}): Promise<Stage> {
    const { watchNamespaces, ...others } = options;
    return await Stage.on(await openCluster({ minor, ...others }), watchNamespaces);
  }

  /** On a cluster that somebody else has opened; closing the stage stops it. */
  static async on(cluster: TestCluster, watchNamespaces = 'plane'): Promise<Stage> {
    const kubeconfig = await cluster.kubeconfig();
    const kubectl = await Kubectl.of(cluster.minor, kubeconfig);
    await kubectl.run(['apply', '--server-side', '-f', 'crds/']);
    // kubectl before 1.33 fails at once for what has no conditions yet.
    const established = ['wait', '--for=condition=Established', '--timeout=30s'];
    await eventually(
      async () => {
        const { code } = await kubectl.try([
          ...established,
          'crd/planeinstallations.airgapped.dev',
        ]);
        return code === 0 ? true : undefined;
      },
      { what: 'the definition to be established', seconds: 60 },
    );
    await kubectl.run(['apply', '-f', 'scripts/demo-files/site.yaml']);
    const account = await grant(kubectl, watchNamespaces);
    const token = await tokenKubeconfig(cluster, kubectl, account);
    const statuses = watchStatuses(await kubectlPath(cluster.minor), kubeconfig);
    return new Stage(cluster, kubectl, { account, kubeconfig: token, watchNamespaces, statuses });
  }

  /** Stops everything. Fails when the operator lacked a right, or wrote a status that generic clients misread. */
  async close(): Promise<void> {
    await this.operator.stop();
    const faults = await this.statuses.stop();
    const isOurs = this.cluster.kind === 'embedded';
    const lacked = isOurs ? denied(await this.cluster.audit(), this.account) : [];
    await this.cluster.stop();
    if (faults.length > 0) throw new Error(`Statuses break the rules: ${faults.join('\n')}`);
    if (lacked.length > 0) throw new Error(`The operator lacked rights: ${lacked.join('; ')}`);
  }

  /** kubectl in the installation's namespace. */
  in(...args: readonly string[]): Promise<string> {
    return this.kubectl.run(['-n', 'plane', ...args]);
  }

  /** One object of the installation's namespace, or undefined. */
  get<T = Live>(...args: readonly string[]): Promise<T | undefined> {
    return this.kubectl.get<T>(['-n', 'plane', ...args]);
  }

  /** One object of the installation's namespace that has to be there. */
  async live<T = Live>(...args: readonly string[]): Promise<T> {
    const found = await this.get<T>(...args);
    if (found === undefined) throw new Error(`there is no ${args.join(' ')}`);
    return found;
  }

  async list<T = Live>(kinds: string): Promise<readonly T[]> {
    return (await this.live<{ items: T[] }>(kinds)).items;
  }

  wait(condition: string, seconds = 90): Promise<string> {
    return this.kubectl.waitFor('plane/plane', `condition=${condition}`, {
      namespace: 'plane',
      seconds,
    });
  }

  async condition(type: string): Promise<LiveCondition | undefined> {
    return (await this.live('plane', 'plane')).status?.conditions?.find(
      (entry) => entry.type === type,
    );
  }

  async findings(): Promise<readonly string[]> {
    return ((await this.live('plane', 'plane')).status?.findings ?? []).map(
      ({ rule, path }) => `${rule} ${path}`,
    );
  }

  /** Applies the demo's spec with a change, and waits until the operator has seen it. */
  async ask(change: (spec: Spec) => void = () => undefined): Promise<void> {
    const resource = await demo('plane.yaml');
    change(resource.spec);
    await this.kubectl.apply(resource);
    const { generation } = (await this.live('plane', 'plane')).metadata;
    await this.until(
      'the operator to see the spec',
      async () => (await this.live('plane', 'plane')).status?.observedGeneration === generation,
    );
  }

  until(what: string, holds: () => Promise<boolean>, seconds = 30): Promise<true> {
    return eventually(async () => ((await holds()) ? true : undefined), { what, seconds });
  }

  /** Everything that runs, without status: equal texts mean that nothing was touched. */
  async workloads(): Promise<string> {
    const items = await this.list('deployments,statefulsets,services,ingresses,configmaps');
    return JSON.stringify(
      items
        .filter(({ metadata }) => metadata.name !== 'kube-root-ca.crt')
        .map(({ metadata, spec }) => [metadata.name, metadata.uid, spec]),
    );
  }

  /** Requests of the operator since a moment, beside watches and the lease. */
  async requests(since: string): Promise<readonly AuditEvent[]> {
    const isWork = ({ userAgent, verb, resource }: AuditEvent): boolean =>
      userAgent.startsWith('plane-operator/') && verb !== 'watch' && resource !== 'leases';
    return (await this.cluster.audit(since)).filter(isWork);
  }
}

/** A file of the demo. */
export const demo = async (file: string): Promise<{ metadata: object; spec: Spec }> =>
  loadAll(await readFile(`scripts/demo-files/${file}`, 'utf8'))[0] as {
    metadata: object;
    spec: Spec;
  };

/** A Deployment's image. */
export const imageOf = ({ spec }: Live): string => spec.template?.spec.containers[0]?.image ?? '';
