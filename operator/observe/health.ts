import type { KubeObject } from '../api/object.ts';

/** How far an object is from doing what it is there for. */
export interface Health {
  readonly state: 'ready' | 'progressing' | 'failed';
  /** What it waits for or why it failed, in words that do not change from second to second. */
  readonly message: string;
  /** Pods wanted and pods ready; absent for kinds without pods. */
  readonly pods?: { readonly desired: number; readonly ready: number };
  /** A Job that has not finished: whether its pod runs now. */
  readonly runs?: boolean;
}

const READY: Health = { state: 'ready', message: '' };

/** Health of an object as the API server shows it; kinds without a status of their own are ready by existing. */
export function health(object: KubeObject): Health {
  const judge = JUDGES[object.kind];
  return judge === undefined ? READY : judge(object);
}

const JUDGES: Readonly<Record<string, (object: KubeObject) => Health>> = {
  Deployment: deployment,
  StatefulSet: statefulSet,
  Job: job,
  Certificate: certificate,
};

function deployment(object: KubeObject): Health {
  const status = record(object['status']);
  const desired = count(record(object['spec'])['replicas'], 1);
  const ready = count(status['readyReplicas'], 0);
  const pods = { desired, ready };
  const stuck = condition(status, 'Progressing');
  if (!isCurrent(object)) return { state: 'progressing', message: 'rollout has not begun', pods };
  if (stuck?.['reason'] === 'ProgressDeadlineExceeded') {
    return { state: 'failed', message: 'rollout made no progress before its deadline', pods };
  }
  if (count(status['updatedReplicas'], 0) < desired)
    return { state: 'progressing', message: 'new pods are being started', pods };
  if (count(status['replicas'], 0) > count(status['updatedReplicas'], 0))
    return { state: 'progressing', message: 'old pods are being stopped', pods };
  if (count(status['availableReplicas'], 0) < desired)
    return { state: 'progressing', message: 'pods are not ready yet', pods };
  return { ...READY, pods };
}

function statefulSet(object: KubeObject): Health {
  const status = record(object['status']);
  const desired = count(record(object['spec'])['replicas'], 1);
  const ready = count(status['readyReplicas'], 0);
  const pods = { desired, ready };
  if (!isCurrent(object)) return { state: 'progressing', message: 'rollout has not begun', pods };
  if (ready < desired) return { state: 'progressing', message: 'pods are not ready yet', pods };
  if (
    status['updateRevision'] !== status['currentRevision'] &&
    count(status['updatedReplicas'], 0) < desired
  ) {
    return { state: 'progressing', message: 'new pods are being started', pods };
  }
  return { ...READY, pods };
}

function job(object: KubeObject): Health {
  const status = record(object['status']);
  if (condition(status, 'Complete')?.['status'] === 'True') return READY;
  const failed = condition(status, 'Failed') ?? condition(status, 'FailureTarget');
  if (failed?.['status'] === 'True') {
    const { reason, message } = failed as { reason?: unknown; message?: unknown };
    return { state: 'failed', message: `${text(reason)}: ${text(message)}` };
  }
  const runs = count(status['ready'], 0) > 0;
  return { state: 'progressing', message: 'the Job has not finished', runs };
}

function certificate(object: KubeObject): Health {
  const ready = condition(record(object['status']), 'Ready');
  if (ready?.['status'] === 'True') return READY;
  return {
    state: 'progressing',
    message: text(ready?.['message']) || 'the certificate is not issued yet',
  };
}

const isCurrent = (object: KubeObject): boolean =>
  count(record(object['status'])['observedGeneration'], 0) >= (object.metadata.generation ?? 0);

function condition(
  status: Readonly<Record<string, unknown>>,
  type: string,
): Readonly<Record<string, unknown>> | undefined {
  const conditions = status['conditions'];
  return Array.isArray(conditions)
    ? conditions.map(record).find((entry) => entry['type'] === type)
    : undefined;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const count = (value: unknown, absent: number): number =>
  typeof value === 'number' ? value : absent;

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
