import type { KubeObject } from '../../api/object.ts';
import { unitsOf } from '../../api/quantity.ts';
import { image } from '../../model/image.ts';
import type { Part } from '../product.ts';
import { deployment, service, statefulSet } from '../shared/objects.ts';
import { podTemplate } from '../shared/pod.ts';
import type { Scheduling } from '../../api/scheduling.ts';
import type { Container, EnvSource, Mount, PodOptions, Resources } from '../shared/pod.ts';
import { autoscaler, disruptionBudget, numberOfPods, surePods } from '../shared/scaling.ts';
import type { Scaling } from '../shared/scaling.ts';
import { volumeSize } from '../shared/volume-size.ts';
import type { Context } from './context.ts';
import type { Trusting } from './environment/trust.ts';
import { VENDOR_USER } from './context.ts';
import { requiring } from './fips.ts';
import type { Keeper, Workload } from './releases/release.ts';
import { VOLUME, volumeOf } from './volumes.ts';

/** Settings of a part in the spec. */
interface Settings extends Scaling, Alone {}

/** Settings of a part of one pod. */
interface Alone extends Scheduling {
  readonly resources?: Resources | undefined;
  /** Variables by name, each once. */
  readonly extraEnv?: readonly { readonly name: string; readonly value: string }[] | undefined;
}

/** A stateless part of Plane, as far as it differs from the others. */
export interface Stateless {
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
}

/** A Deployment with its Service. */
export function stateless(context: Context, part: Stateless): Part {
  const { model } = context;
  const { name, port, settings, grace, user = VENDOR_USER, singleton = false } = part;
  const options: PodOptions = {
    user,
    spread: !singleton,
    scheduling: settings,
    ...given({ grace }),
  };
  const template = podTemplate(model, name, { container: container(context, part), options });
  const scaling = singleton ? { replicas: 1 } : settings;
  const byDefault = context.release.defaults.replicas[model.profile];
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

function container(
  { model, release, environment: { trust } }: Context,
  part: Stateless,
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
    env: { ...trust.env, ...requiring(model, part.image), ...part.env, ...extra },
    resources: merged(release.defaults.resources[name], part.settings?.resources),
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
export interface Stateful {
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
}

/** A StatefulSet with its Service. */
export function stateful(
  { model, inputs, environment: { trust }, release: { defaults } }: Context,
  part: Stateful,
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
    env: { ...env, ...requiring(model, part.image), ...part.container.env },
    mounts: { [VOLUME]: { path: part.path }, ...part.container.mounts, ...mounts },
  };
  const template = podTemplate(model, name, { container, options });
  const volume = { name: VOLUME, size: volumeSize(volumeOf(model, name), inputs) };
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
export function memoryLimit(
  { release: { defaults } }: Context,
  name: Workload,
  asked?: Resources,
): bigint {
  return unitsOf(merged(defaults.resources[name], asked).limits?.['memory'] ?? '');
}

/** The release's resources with what the spec gives instead. */
export const merged = (release: Resources, asked: Resources | undefined): Resources => ({
  requests: { ...release.requests, ...asked?.requests },
  limits: { ...release.limits, ...asked?.limits },
});
