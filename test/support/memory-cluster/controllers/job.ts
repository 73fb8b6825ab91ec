import type { KubeObject } from '../../../../operator/api/object.ts';
import { at, count, list, record } from './hands.ts';
import type { Condition, Hands } from './hands.ts';
import { createPod, lackOf, runPod } from './pods.ts';

/** Runs a Job to its end: it succeeds unless it was told to fail. */
export function runJob(hands: Hands, job: KubeObject): void {
  if (hasEnded(job)) {
    expire(hands, job);
    return;
  }
  if (at(job, 'spec', 'suspend') === true) {
    suspend(hands, job);
    return;
  }
  const pod = podOf(hands, job);
  const startTime = at(job, 'status', 'startTime') ?? hands.now();
  if (hands.held(job) !== undefined || lackOf(hands, pod) !== undefined) {
    const held = hands.held(job);
    const isRunning = runPod(hands, pod, held !== undefined && held !== 'running');
    hands.status(job, {
      startTime,
      active: 1,
      ready: Number(isRunning),
      terminating: 0,
      uncountedTerminatedPods: {},
    });
    return;
  }
  const isFailing = hands.failJobs(job);
  hands.status(pod, { phase: isFailing ? 'Failed' : 'Succeeded' });
  hands.status(job, {
    startTime,
    ready: 0,
    terminating: 0,
    uncountedTerminatedPods: {},
    ...(isFailing ? failure(job) : { succeeded: 1, completionTime: hands.now() }),
    conditions: hands.conditions(job, isFailing ? FAILED : COMPLETE, 'lastProbeTime'),
  });
}

/** Since 1.31 each end is announced by a condition before the final one (KEP-3998, JobManagedBy). */
const REACHED = {
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
};
const EXCEEDED = {
  reason: 'BackoffLimitExceeded',
  message: 'Job has reached the specified backoff limit',
};
const COMPLETE: readonly Condition[] = [
  { type: 'SuccessCriteriaMet', status: 'True', ...REACHED },
  { type: 'Complete', status: 'True', ...REACHED },
];
const FAILED: readonly Condition[] = [
  { type: 'FailureTarget', status: 'True', ...EXCEEDED },
  { type: 'Failed', status: 'True', ...EXCEEDED },
];

const failure = (job: KubeObject): { readonly failed: number } => ({
  failed: 1 + count(at(job, 'spec', 'backoffLimit'), 6),
});

function hasEnded(job: KubeObject): boolean {
  return list(at(job, 'status', 'conditions')).some(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  );
}

function suspend(hands: Hands, job: KubeObject): void {
  for (const pod of hands.controlled('Pod', job)) hands.delete(pod);
  const condition: Condition = {
    type: 'Suspended',
    status: 'True',
    reason: 'JobSuspended',
    message: 'Job suspended',
  };
  const conditions = hands.conditions(job, [condition], 'lastProbeTime');
  hands.status(job, { ready: 0, terminating: 0, uncountedTerminatedPods: {}, conditions });
}

function podOf(hands: Hands, job: KubeObject): KubeObject {
  const found = hands.controlled('Pod', job)[0];
  if (found !== undefined) return found;
  const name = `${job.metadata.name}-${hands.world.ids.suffix()}`;
  return createPod(hands, {
    owner: job,
    template: record(at(job, 'spec', 'template')),
    name,
    labels: {},
  });
}

/** `ttlSecondsAfterFinished`. */
function expire(hands: Hands, job: KubeObject): void {
  const ttl = at(job, 'spec', 'ttlSecondsAfterFinished');
  if (typeof ttl !== 'number') return;
  const ended = list(at(job, 'status', 'conditions')).at(-1)?.['lastTransitionTime'];
  if (Date.parse(String(ended)) + ttl * 1000 <= hands.world.clock.now()) hands.delete(job);
}
