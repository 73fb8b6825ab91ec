import type { KubeObject } from '../../../../operator/api/object.ts';
import type { Part } from '../../../../operator/products/product.ts';

/** A container, as far as tests look at it. */
export interface RenderedContainer {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly envFrom?: readonly Readonly<
    Partial<Record<'configMapRef' | 'secretRef', { readonly name: string }>>
  >[];
  readonly resources: object;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly securityContext?: object;
}

/** A pod template. */
export interface RenderedPod {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly containers: readonly RenderedContainer[];
    readonly initContainers?: readonly RenderedContainer[];
    readonly volumes?: readonly Readonly<Record<string, unknown>>[];
    readonly securityContext?: object;
  };
}

const WORKLOADS = ['Deployment', 'StatefulSet', 'Job'];

/** The part of a name. Throws when it is not there. */
export function partOf(parts: readonly Part[], name: string): Part {
  const part = parts.find((each) => each.name === name);
  if (part === undefined) throw new Error(`no part ${name}`);
  return part;
}

/** The object of a part that makes pods. */
export const workloadOf = ({ objects }: Part): KubeObject | undefined =>
  objects.find(({ kind }) => WORKLOADS.includes(kind));

/** The pod template of a part. */
export const podOf = (part: Part): RenderedPod | undefined =>
  (workloadOf(part)?.['spec'] as { readonly template: RenderedPod } | undefined)?.template;

/** The one container of a part that has pods. */
export function containerOf(part: Part): RenderedContainer {
  const container = podOf(part)?.spec.containers[0];
  if (container === undefined) throw new Error(`part ${part.name} has no container`);
  return container;
}

/** Values of a ConfigMap or Secret, decoded. */
export function valuesOf({ kind, data = {} }: KubeObject): Readonly<Record<string, string>> {
  const values = data as Readonly<Record<string, string>>;
  if (kind !== 'Secret') return values;
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      Buffer.from(value, 'base64').toString('utf8'),
    ]),
  );
}

/** Every object of every part. */
export const objectsOf = (parts: readonly Part[]): readonly KubeObject[] =>
  parts.flatMap(({ objects }) => objects);

/** Name without the installation's at its front and the digest at its end: `app-vars`. */
export const purposeOf = (name: string, installation: string): string =>
  name.slice(installation.length + 1).replace(/-[0-9a-f]{10}$/, '');
