import type { KubeObject } from '../../api/object.ts';
import { unitsOf } from '../../api/quantity.ts';
import { image } from '../../model/image.ts';
import type { Part } from '../product.ts';
import type { Inputs, Volume } from '../product.ts';
import { deployment, service, statefulSet } from './objects.ts';
import { podTemplate } from './pod.ts';
import type { Scheduling } from '../../api/scheduling.ts';
import type { Model, Profile } from '../../model/model.ts';
import type { Container, EnvSource, Mount, PodOptions, Resources } from './pod.ts';
import { autoscaler, disruptionBudget, numberOfPods, surePods } from './scaling.ts';
import type { Scaling } from './scaling.ts';
import type { Trust, Trusting } from './trust.ts';
import { volumeSize } from './volume-size.ts';

/** Name of the volume in every StatefulSet. */
export const VOLUME = 'data';

/** What parts of a product are made with. */
export interface Bench<Workload extends string, Keeper extends string> {
  readonly model: Model;
  readonly inputs: Inputs;
  /** How containers trust the internal authorities. */
  readonly trust: Trust;
  /** What a spec that says nothing gets: the release's. */
  readonly defaults: {
    readonly resources: Readonly<Record<Workload, Resources>>;
    /** Pods of each part that may have several. */
    readonly replicas: Readonly<Record<Profile, number>>;
  };
  /** User of the vendor's images. */
  readonly user: PodOptions['user'];
  /** Variables of every container of an image, by the image's key. */
  readonly variables: (image: string) => Readonly<Record<string, string>>;
  /** The volume of a part that has one. */
  readonly volumeOf: (part: Keeper) => Volume;
}

/** Settings of a part in the spec. */
export interface Settings extends Scaling, Alone {}

/** Settings of a part of one pod. */
export interface Alone extends Scheduling {
  readonly resources?: Resources | undefined;
  /** Variables by name, each once. */
  readonly extraEnv?: readonly { readonly name: string; readonly value: string }[] | undefined;
}

/** A stateless part, as far as it differs from the others. */
export interface Stateless<Workload extends string> {
  readonly name: Workload;
  /** Key of the image. */
  readonly image: string;
  /** Parts that it waits for beside the configuration. */
  readonly after: readonly string[];
  readonly settings: Settings | undefined;
  readonly command?: readonly string[];
  /** Port that is served under the part's own name; absent for a part that only works. */
  readonly port?: number;
  /** Ports by name, for a part that brings a Service of its own. */
  readonly ports?: Readonly<Record<string, number>>;
  /** User of its processes; the vendor's usual one when left out. */
  readonly user?: PodOptions['user'];
  readonly envFrom?: readonly EnvSource[];
  readonly env?: Readonly<Record<string, string>>;
  readonly mounts?: Readonly<Record<string, Mount>>;
  readonly probes?: Container['probes'];
  /** Left out, a part that serves is taken out of service before it ends. */
  readonly lifecycle?: object;
  readonly grace?: number;
  /** Exactly one pod, ever: the old one ends before the new one starts. */
  readonly singleton?: boolean;
  /** Runs to its end before the container starts. */
  readonly init?: Container;
}

/** A Deployment with its Service. */
export function stateless<Workload extends string, Keeper extends string>(
  bench: Bench<Workload, Keeper>,
  part: Stateless<Workload>,
): Part {
  const { model } = bench;
  const { name, port, settings, grace, user = bench.user, singleton = false } = part;
  const options: PodOptions = {
    user,
    spread: !singleton,
    scheduling: settings,
    ...given({ grace }),
  };
  const template = podTemplate(model, name, {
    container: container(bench, part),
    options,
    ...given({ init: part.init }),
  });
  const scaling = singleton ? { replicas: 1 } : settings;
  const byDefault = bench.defaults.replicas[model.profile];
  const { replicas, scale } = numberOfPods(scaling, byDefault);
  const { autoscaling } = settings ?? {};
  return {
    name,
    after: ['config', ...part.after],
    scale,
    objects: [
      ...(port === undefined ? [] : [service(model, name, { http: port })]),
      deployment(model, name, { template, replicas, recreate: singleton }),
      ...(autoscaling === undefined ? [] : [autoscaler(model, name, autoscaling)]),
      ...(surePods(scaling, byDefault) < 2 ? [] : [disruptionBudget(model, name)]),
    ],
  };
}

/** Time for Services and ingress controllers to forget the pod; then requests under way are answered. */
const OUT_OF_SERVICE = { preStop: { sleep: { seconds: 10 } } };

function container<Workload extends string, Keeper extends string>(
  { model, defaults, trust, variables }: Bench<Workload, Keeper>,
  part: Stateless<Workload>,
): Container {
  const { name, command, envFrom, probes, port } = part;
  const ports = port === undefined ? part.ports : { http: port };
  const extra = Object.fromEntries(
    (part.settings?.extraEnv ?? []).map((variable) => [variable.name, variable.value]),
  );
  const lifecycle = part.lifecycle ?? (ports === undefined ? undefined : OUT_OF_SERVICE);
  return {
    name,
    image: image(model, part.image),
    ...given({ command, envFrom, probes, lifecycle, ports }),
    env: { ...trust.env, ...variables(part.image), ...part.env, ...extra },
    resources: merged(defaults.resources[name], part.settings?.resources),
    mounts: { ...part.mounts, ...trust.mounts },
  };
}

/** Only the members that have a value. */
const given = <T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** A part with ConfigMaps and Secrets that it alone reads: they go where it goes. */
export const owning = (part: Part, ...objects: readonly KubeObject[]): Part => ({
  ...part,
  objects: [...objects, ...part.objects],
});

/** A part of one pod with one volume, as far as it differs from the others. */
export interface Stateful<Keeper extends string> {
  readonly name: Keeper;
  /** Key of the image. */
  readonly image: string;
  readonly user: PodOptions['user'];
  /** Where the volume is mounted. */
  readonly path: string;
  /** By name: what the Service offers. */
  readonly ports: Readonly<Record<string, number>>;
  readonly container: Pick<
    Container,
    'command' | 'args' | 'env' | 'envFrom' | 'probes' | 'mounts' | 'lifecycle'
  >;
  readonly settings: Alone | undefined;
  readonly grace?: number;
  /** How it trusts the internal authorities; as a store when left out. */
  readonly trust?: Trusting;
  /** Parts that it waits for beside the configuration. */
  readonly after?: readonly string[];
  /** ConfigMaps and Secrets that it alone reads. */
  readonly objects?: readonly KubeObject[];
  /** Runs to its end before the container starts. */
  readonly init?: Container;
}

/** A StatefulSet with its Service. */
export function stateful<Workload extends string, Keeper extends Workload>(
  { model, inputs, trust, defaults, variables, volumeOf }: Bench<Workload, Keeper>,
  part: Stateful<Keeper>,
): Part {
  const { name, user, ports, grace } = part;
  const { env, mounts } = part.trust ?? trust.standing;
  const options: PodOptions = { user, scheduling: part.settings, ...given({ grace }) };
  const container: Container = {
    ...part.container,
    name,
    image: image(model, part.image),
    ports,
    resources: merged(defaults.resources[name], part.settings?.resources),
    env: { ...env, ...variables(part.image), ...part.container.env },
    mounts: { [VOLUME]: { path: part.path }, ...part.container.mounts, ...mounts },
  };
  const template = podTemplate(model, name, { container, options, ...given({ init: part.init }) });
  const volume = { name: VOLUME, size: volumeSize(volumeOf(name), inputs) };
  return {
    name,
    after: ['config', ...(part.after ?? [])],
    scale: 'asked',
    objects: [
      ...(part.objects ?? []),
      service(model, name, ports),
      statefulSet(model, name, { template, volume }),
    ],
  };
}

/** Bytes of memory that a part may have: what its own settings are made of. */
export const memoryLimit = (release: Resources, asked?: Resources): bigint =>
  unitsOf(merged(release, asked).limits?.['memory'] ?? '');

/** The release's resources with what the spec gives instead. */
export const merged = (release: Resources, asked: Resources | undefined): Resources => ({
  requests: { ...release.requests, ...asked?.requests },
  limits: { ...release.limits, ...asked?.limits },
});
