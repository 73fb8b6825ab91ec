import {
  DIGEST_ANNOTATION,
  FIELD_MANAGER,
  INSTALLATION_LABEL,
  MANAGED_BY,
} from '../../operator/api/group.ts';
import type { KubeObject } from '../../operator/api/object.ts';
import { observe } from '../../operator/observe/observed.ts';
import type { Observed } from '../../operator/observe/observed.ts';

interface Shape {
  readonly name?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly desired?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: object;
  readonly status?: object;
  readonly managedFields?: readonly object[];
}

/** A Deployment as the API server shows it, applied by us with the usual labels. */
export function aDeployment(shape: Shape): KubeObject {
  const {
    name = 'web',
    resourceVersion = '1',
    generation = 1,
    desired = 'd',
    labels,
    annotations,
    spec,
    status,
    managedFields,
  } = shape;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace: 'plane',
      uid: `uid-${name}`,
      resourceVersion,
      generation,
      labels: {
        'app.kubernetes.io/managed-by': MANAGED_BY,
        'app.kubernetes.io/component': name,
        [INSTALLATION_LABEL]: 'plane',
        ...labels,
      },
      annotations: { [DIGEST_ANNOTATION]: desired, ...annotations },
      managedFields: (managedFields ?? [ours()]) as NonNullable<
        KubeObject['metadata']['managedFields']
      >,
    },
    spec: spec ?? { replicas: 2 },
    ...(status === undefined ? {} : { status }),
  };
}

/** The managedFields entry of our own applies. */
export const ours = (): object => ({
  manager: FIELD_MANAGER,
  operation: 'Apply',
  fieldsV1: {
    'f:metadata': {
      'f:labels': {
        'f:app.kubernetes.io/managed-by': {},
        'f:app.kubernetes.io/component': {},
        [`f:${INSTALLATION_LABEL}`]: {},
      },
      'f:annotations': { [`f:${DIGEST_ANNOTATION}`]: {} },
    },
    'f:spec': { 'f:replicas': {} },
  },
});

/** An object as the cache would keep it. */
export const seenAs = (object: KubeObject): Observed => observe(object);
