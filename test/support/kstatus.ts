/**
 * What generic clients (kubectl wait, Helm 4, Flux, Argo CD) make of a status, by the rules of kstatus:
 * generation, deletionTimestamp, and the conditions Ready, Reconciling and Stalled.
 */
import { isDeepStrictEqual } from 'node:util';

/** What kstatus calls the state of an object. */
export type Kstatus = 'Current' | 'InProgress' | 'Failed' | 'Terminating';

/** A condition as it stands in a status. */
interface Condition {
  readonly type?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
  readonly observedGeneration?: number | undefined;
}

/** An object with a status, as far as these rules go. */
export interface WithStatus {
  readonly metadata: {
    readonly name: string;
    readonly generation?: number;
    readonly deletionTimestamp?: string;
  };
  readonly status?: {
    readonly observedGeneration?: number | undefined;
    readonly conditions?: readonly Condition[] | undefined;
  };
}

const conditionOf = ({ status }: WithStatus, type: string): Condition | undefined =>
  status?.conditions?.find((condition) => condition.type === type);

const isTrue = (object: WithStatus, type: string): boolean =>
  conditionOf(object, type)?.status === 'True';

/** The state of an object, as kstatus computes it for a kind that it does not know. */
export function kstatus(object: WithStatus): Kstatus {
  const { metadata, status } = object;
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  if (status?.observedGeneration !== undefined && status.observedGeneration !== metadata.generation)
    return 'InProgress';
  if (isTrue(object, 'Reconciling')) return 'InProgress';
  if (isTrue(object, 'Stalled')) return 'Failed';
  const ready = conditionOf(object, 'Ready');
  return ready === undefined || ready.status === 'True' ? 'Current' : 'InProgress';
}

type Rule = readonly [says: string, broken: (object: WithStatus) => boolean];

const RULES: readonly Rule[] = [
  [
    'has two conditions of one type',
    ({ status }) => {
      const types = (status?.conditions ?? []).map(({ type }) => type);
      return new Set(types).size !== types.length;
    },
  ],
  [
    'has a condition that is not whole',
    ({ status }) =>
      (status?.conditions ?? []).some(
        ({ type, status: value, reason, message, lastTransitionTime }) =>
          [type, value, reason, message, lastTransitionTime].some((each) => each === undefined) ||
          !/^[A-Z][A-Za-z]*$/.test(reason ?? ''),
      ),
  ],
  [
    'observed a generation that is not there yet',
    ({ metadata, status }) => (status?.observedGeneration ?? 0) > (metadata.generation ?? 0),
  ],
  [
    'has a condition of another generation',
    ({ status }) =>
      (status?.conditions ?? []).some(
        ({ observedGeneration }) => observedGeneration !== status?.observedGeneration,
      ),
  ],
  ['lacks Ready', (object) => conditionOf(object, 'Ready') === undefined],
  [
    'has Reconciling or Stalled without being so',
    (object) =>
      ['Reconciling', 'Stalled'].some(
        (type) => conditionOf(object, type) !== undefined && !isTrue(object, type),
      ),
  ],
  [
    'is Reconciling and Stalled at once',
    (object) => isTrue(object, 'Reconciling') && isTrue(object, 'Stalled'),
  ],
  [
    'is Ready, and Reconciling or Stalled',
    (object) =>
      isTrue(object, 'Ready') && (isTrue(object, 'Reconciling') || isTrue(object, 'Stalled')),
  ],
  [
    'is not Ready, and neither Reconciling, Stalled nor suspended',
    (object) =>
      !isTrue(object, 'Ready') &&
      !isTrue(object, 'Reconciling') &&
      !isTrue(object, 'Stalled') &&
      conditionOf(object, 'Ready')?.reason !== 'Suspended',
  ],
];

/** What is wrong with a status that was written; nothing while none was. */
export function statusFaults(object: WithStatus): readonly string[] {
  const { status, metadata } = object;
  if (status === undefined || isDeepStrictEqual(status, { observedGeneration: -1 })) return [];
  return RULES.flatMap(([says, broken]) =>
    broken(object) ? [`${metadata.name} ${says}: ${JSON.stringify(status.conditions)}`] : [],
  );
}
