import { image } from '../../model/image.ts';
import { deployment, service, statefulSet } from '../shared/objects.ts';
import { podTemplate } from '../shared/pod.ts';
import type { Container, EnvSource, PodOptions, Resources } from '../shared/pod.ts';
import type { Part } from '../product.ts';
import type { Context } from './context.ts';
import { VENDOR_USER } from './context.ts';

/** Settings of a part in the spec. */
interface Settings {
  readonly replicas?: number | undefined;
  readonly scaledBy?: 'External' | undefined;
  readonly resources?: Resources | undefined;
}

/** A stateless part of Plane, as far as it differs from the others. */
export interface Stateless {
  readonly name: string;
  /** Key of the image. */
  readonly image: string;
  readonly after: readonly string[];
  readonly settings: Settings | undefined;
  readonly resources: Resources;
  readonly command?: readonly string[];
  /** Port that is served under the part's own name; absent for a part that only works. */
  readonly port?: number;
  readonly envFrom?: readonly EnvSource[];
  readonly env?: Readonly<Record<string, string>>;
  readonly probes?: Container['probes'];
  readonly lifecycle?: object;
  readonly grace?: number;
  /** Exactly one pod, ever: the old one ends before the new one starts. */
  readonly singleton?: boolean;
}

/** A Deployment with its Service. */
export function stateless(context: Context, part: Stateless): Part {
  const { model } = context;
  const { name, port, settings, grace, singleton = false } = part;
  const options: PodOptions = { user: VENDOR_USER, spread: !singleton, ...given({ grace }) };
  const template = podTemplate(model, name, { container: container(context, part), options });
  const replicas = settings?.scaledBy === 'External' ? undefined : (settings?.replicas ?? 1);
  return {
    name,
    after: part.after,
    replicasAsked: singleton || settings?.replicas !== undefined,
    objects: [
      ...(port === undefined ? [] : [service(model, name, { http: port })]),
      deployment(model, name, { template, replicas, recreate: singleton }),
    ],
  };
}

function container({ model, environment }: Context, part: Stateless): Container {
  const { name, command, envFrom, probes, lifecycle, port } = part;
  return {
    name,
    image: image(model, part.image),
    ...given({ command, envFrom, probes, lifecycle }),
    ...(port === undefined ? {} : { ports: { http: port } }),
    env: { ...environment.trust.env, ...part.env },
    resources: merged(part.resources, part.settings?.resources),
    mounts: environment.trust.mounts,
  };
}

/** Only the members that have a value. */
const given = <T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

/** A store or service of one pod with one volume. */
export interface Stateful {
  readonly name: string;
  readonly container: Container;
  readonly user: PodOptions['user'];
  readonly volume: { readonly name: string; readonly size: string };
  /** By name: what the Service offers. */
  readonly ports: Readonly<Record<string, number>>;
  readonly grace?: number;
}

/** A StatefulSet with its Service. */
export function stateful(
  { model }: Context,
  { name, container, user, volume, ports, grace }: Stateful,
): Part {
  const options: PodOptions = { user, ...given({ grace }) };
  const template = podTemplate(model, name, { container, options });
  return {
    name,
    after: ['config'],
    replicasAsked: true,
    objects: [service(model, name, ports), statefulSet(model, name, { template, volume })],
  };
}

/** The release's resources with what the spec gives instead. */
export const merged = (release: Resources, asked: Resources | undefined): Resources => ({
  requests: { ...release.requests, ...asked?.requests },
  limits: { ...release.limits, ...asked?.limits },
});
