import { INSTALLATION_LABEL, MANAGED_BY } from '../../api/group.ts';
import type { KubeObject } from '../../api/object.ts';
import type { Scheduling } from '../../api/scheduling.ts';
import type { Model } from '../../model/model.ts';
import { childName, selector } from '../../model/names.ts';

/** CPU and memory as Kubernetes writes them. */
export interface Resources {
  readonly requests?: Readonly<Record<string, string | undefined>> | undefined;
  readonly limits?: Readonly<Record<string, string | undefined>> | undefined;
}

/** A container as a part describes it; security is added here, the same for all. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** By name of the port. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly env?: Readonly<Record<string, string>>;
  /** ConfigMaps and Secrets in order; a later one wins. */
  readonly envFrom?: readonly EnvSource[];
  readonly resources: Resources;
  readonly probes?: Readonly<
    Partial<Record<'startupProbe' | 'readinessProbe' | 'livenessProbe', object>>
  >;
  readonly mounts?: Readonly<Record<string, Mount>>;
  readonly lifecycle?: object;
}

/** A volume and where it is mounted. */
export interface Mount {
  readonly path: string;
  readonly readOnly?: boolean;
  /** One file of the volume, mounted at the path by itself. */
  readonly subPath?: string;
  /** The volume; absent for one that a volumeClaimTemplate gives. */
  readonly volume?: object;
}

/** A ConfigMap or Secret that is read as environment. */
export interface EnvSource {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
}

/** What a pod needs beside its container. */
export interface PodOptions {
  /** User and group of every process; the group owns the volumes. */
  readonly user: { readonly uid: number; readonly gid: number };
  readonly restartPolicy?: 'Never';
  /** Seconds between SIGTERM and SIGKILL. Default 30. */
  readonly grace?: number;
  /** On which nodes it may run, as the spec says. */
  readonly scheduling?: Scheduling | undefined;
  /** Spreads pods of a part over nodes, softly. */
  readonly spread?: boolean;
}

/** Labels of pods: what selects them, and whose they are. No version: a label alone must not restart anything. */
export const podLabels = (model: Model, part: string): Readonly<Record<string, string>> => ({
  ...selector(model, part),
  'app.kubernetes.io/managed-by': MANAGED_BY,
  [INSTALLATION_LABEL]: model.name,
});

/** Name of the ServiceAccount of every pod. */
export const serviceAccountName = (model: Model): string => childName(model, 'pods');

/** The ServiceAccount of every pod: no token, no rights, the pull secrets. */
export const serviceAccount = (model: Model): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: serviceAccountName(model) },
  automountServiceAccountToken: false,
  ...(model.images.pullSecrets.length === 0
    ? {}
    : { imagePullSecrets: model.images.pullSecrets.map((name) => ({ name })) }),
});

/** What a pod is made of. */
export interface PodParts {
  readonly container: Container;
  /** Runs to its end before the container starts. */
  readonly init?: Container;
  readonly options: PodOptions;
}

/** A pod that Pod Security `restricted` admits. */
export function podTemplate(
  model: Model,
  part: string,
  { container, init, options }: PodParts,
): object {
  const { uid, gid } = options.user;
  const mounts = { ...init?.mounts, ...container.mounts };
  const volumes = Object.entries(mounts).flatMap(([name, { volume }]) =>
    volume === undefined ? [] : [{ name, ...volume }],
  );
  return {
    metadata: { labels: podLabels(model, part) },
    spec: {
      serviceAccountName: serviceAccountName(model),
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      ...(options.restartPolicy === undefined ? {} : { restartPolicy: options.restartPolicy }),
      ...(options.grace === undefined ? {} : { terminationGracePeriodSeconds: options.grace }),
      securityContext: {
        runAsNonRoot: true,
        runAsUser: uid,
        runAsGroup: gid,
        fsGroup: gid,
        fsGroupChangePolicy: 'OnRootMismatch',
        seccompProfile: { type: 'RuntimeDefault' },
      },
      ...placed(options.scheduling),
      ...(options.spread === true ? { topologySpreadConstraints: [spread(model, part)] } : {}),
      ...(init === undefined ? {} : { initContainers: [wire(init)] }),
      containers: [wire(container)],
      ...(volumes.length === 0 ? {} : { volumes }),
    },
  };
}

function placed(scheduling: Scheduling | undefined): object {
  const { nodeSelector, tolerations, priorityClassName } = scheduling ?? {};
  return {
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
    ...(tolerations === undefined ? {} : { tolerations }),
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
  };
}

const spread = (model: Model, part: string): object => ({
  maxSkew: 1,
  topologyKey: 'kubernetes.io/hostname',
  whenUnsatisfiable: 'ScheduleAnyway',
  labelSelector: { matchLabels: selector(model, part) },
});

function wire({
  name,
  image,
  command,
  args,
  ports,
  env,
  envFrom,
  resources,
  probes,
  mounts,
  lifecycle,
}: Container): object {
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    ...(command === undefined ? {} : { command }),
    ...(args === undefined ? {} : { args }),
    ...(ports === undefined
      ? {}
      : {
          ports: Object.entries(ports).map(([port, containerPort]) => ({
            name: port,
            containerPort,
            protocol: 'TCP',
          })),
        }),
    ...(envFrom === undefined ? {} : { envFrom: envFrom.map(envSource) }),
    ...(env === undefined || Object.keys(env).length === 0
      ? {}
      : { env: Object.entries(env).map(([key, value]) => ({ name: key, value })) }),
    resources,
    ...probes,
    ...(lifecycle === undefined ? {} : { lifecycle }),
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    ...(mounts === undefined || Object.keys(mounts).length === 0
      ? {}
      : {
          volumeMounts: Object.entries(mounts).map(([volume, { path, readOnly, subPath }]) => ({
            name: volume,
            mountPath: path,
            ...(readOnly === true ? { readOnly } : {}),
            ...(subPath === undefined ? {} : { subPath }),
          })),
        }),
  };
}

const envSource = ({ kind, name }: EnvSource): object =>
  kind === 'ConfigMap' ? { configMapRef: { name } } : { secretRef: { name } };
