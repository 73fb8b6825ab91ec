import type { Reference } from '../product.ts';

interface SecretRef {
  readonly name: string;
  readonly key?: string | undefined;
}

/** A Secret of which one key is read. */
export const keyed = (
  path: string,
  ref: SecretRef | undefined,
  key = 'url',
): readonly Reference[] => whole(path, ref, [ref?.key ?? key]);

/** A Secret of which several keys are read. */
export const whole = (
  path: string,
  ref: SecretRef | undefined,
  keys: readonly string[],
): readonly Reference[] =>
  ref === undefined ? [] : [{ kind: 'Secret', path, name: ref.name, keys }];

/** Settings of a part, as far as they name something of the cluster. */
interface Placed {
  readonly priorityClassName?: string | undefined;
  readonly autoscaling?: unknown;
}

/** The PriorityClass of a part, and what its autoscaler asks for the use of pods. */
export function placement(path: string, settings: Placed | undefined): readonly Reference[] {
  const { priorityClassName: name, autoscaling } = settings ?? {};
  return [
    ...(name === undefined
      ? []
      : [{ kind: 'PriorityClass', path: `${path}.priorityClassName`, name } as const]),
    ...(autoscaling === undefined
      ? []
      : [
          {
            kind: 'APIService',
            path: `${path}.autoscaling`,
            name: 'v1beta1.metrics.k8s.io',
          } as const,
        ]),
  ];
}
