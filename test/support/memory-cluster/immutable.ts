/** What may not change once it is stored: k8s.io/kubernetes v1.33.13, Validate*Update in pkg/apis. */
import { isDeepStrictEqual } from 'node:util';

import type { KubeObject } from '../../../operator/api/object.ts';
import { forbiddenField, invalidValue } from './answers.ts';
import type { FieldProblem } from './answers.ts';
import { nanos } from './quantity.ts';
import { isRecord, omit } from './typed.ts';
import type { Fields } from './typed.ts';

type Problems = Iterable<FieldProblem>;
type Check = (old: KubeObject, now: KubeObject) => Problems;

const record = (value: unknown): Fields => (isRecord(value) ? value : {});
const at = (object: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => record(value)[key], object);

/** What an update of a built-in kind is refused for. */
export function* updateProblems(old: KubeObject, now: KubeObject): Problems {
  // Common fields are checked by the registry and once more by the strategy.
  yield* metadataProblems(old, now);
  yield* immutable('metadata.uid')(old, now);
  yield* BY_KIND[now.kind]?.(old, now) ?? [];
}

/** ValidateObjectMetaAccessorUpdate (apimachinery v0.33.13), for custom kinds too. */
export function* metadataProblems(old: KubeObject, now: KubeObject): Problems {
  const added = (now.metadata.finalizers ?? []).filter(
    (finalizer) => !old.metadata.finalizers?.includes(finalizer),
  );
  if (old.metadata.deletionTimestamp !== undefined && added.length > 0) {
    const why = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added
      .map((finalizer) => JSON.stringify(finalizer))
      .join(', ')}}`;
    yield forbiddenField('metadata.finalizers', why);
  }
  yield* immutable('metadata.uid')(old, now);
}

/** `ValidateImmutableField` for each of the fields. */
const immutable = (...fields: readonly string[]): Check =>
  function* (old, now) {
    for (const field of fields) {
      const value = at(now, field);
      if (!isDeepStrictEqual(at(old, field), value)) {
        yield invalidValue(field, value, 'field is immutable');
      }
    }
  };

/** Content of a ConfigMap or Secret with `immutable: true`. */
const sealed: Check = function* (old, now) {
  if (now.kind === 'Secret') yield* immutable('type')(old, now);
  if (old['immutable'] !== true) return;
  const why = 'field is immutable when `immutable` is set';
  if (now['immutable'] !== true) yield forbiddenField('immutable', why);
  for (const field of ['data', 'binaryData']) {
    if (!isDeepStrictEqual(old[field], now[field])) yield forbiddenField(field, why);
  }
};

const STATEFUL_SET_MUTABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

const statefulSet: Check = function* (old, now) {
  const fixed = (object: KubeObject): Fields =>
    omit<Fields, string>(record(object['spec']), ...STATEFUL_SET_MUTABLE);
  if (isDeepStrictEqual(fixed(old), fixed(now))) return;
  yield forbiddenField(
    'spec',
    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
  );
};

const SIZE = 'spec.resources.requests.storage';

const claim: Check = function* (old, now) {
  const isBound = at(now, 'status.phase') === 'Bound';
  if (!isDeepStrictEqual(claimCore(old, isBound, old), claimCore(now, isBound, old))) {
    // The API server adds a Go diff of the two specs to this message.
    yield forbiddenField(
      'spec',
      'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
    );
  }
  const [before, after] = [amount(at(old, SIZE)), amount(at(now, SIZE))];
  // RecoverVolumeExpansionFailure (on since 1.32) allows less again, but not less than there is.
  if (after < before && after <= amount(at(old, 'status.capacity.storage'))) {
    yield forbiddenField(SIZE, 'field can not be less than status.capacity');
  }
};

const amount = (value: unknown): bigint =>
  (typeof value === 'string' ? nanos(value) : undefined) ?? 0n;

function claimCore(claimed: KubeObject, isBound: boolean, old: KubeObject): Fields {
  const spec = record(claimed['spec']);
  const given = at(old, 'spec.volumeName') === undefined ? ['volumeName'] : [];
  const sized = isBound ? ['resources', 'volumeAttributesClassName'] : [];
  return omit<Fields, string>(spec, ...given, ...sized);
}

const service: Check = function* (old, now) {
  const before = at(old, 'spec.clusterIP');
  const after = at(now, 'spec.clusterIP');
  if (before === undefined || before === after || at(now, 'spec.type') === 'ExternalName') return;
  yield invalidValue('spec.clusterIPs[0]', [after], 'may not change once set');
};

const BY_KIND: Readonly<Record<string, Check>> = {
  ConfigMap: sealed,
  ControllerRevision: immutable('data'),
  Deployment: immutable('spec.selector'),
  Job: immutable(
    'spec.completions',
    'spec.selector',
    'spec.template',
    'spec.completionMode',
    'spec.podFailurePolicy',
    'spec.backoffLimitPerIndex',
    'spec.managedBy',
    'spec.successPolicy',
  ),
  PersistentVolumeClaim: claim,
  ReplicaSet: immutable('spec.selector'),
  Secret: sealed,
  Service: service,
  StatefulSet: statefulSet,
  StorageClass: immutable('parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'),
};
