import { expect, test } from 'vitest';

import { health } from '../../../operator/observe/health.ts';
import { aDeployment } from '../../support/objects.ts';

const COMPLETE = {
  observedGeneration: 1,
  replicas: 2,
  updatedReplicas: 2,
  readyReplicas: 2,
  availableReplicas: 2,
};
const job = (type: string) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'j' },
  status: {
    conditions: [{ type, status: 'True', reason: 'BackoffLimitExceeded', message: 'too often' }],
  },
});

test.each([
  { status: COMPLETE, state: 'ready', why: 'a complete rollout is ready' },
  {
    status: { ...COMPLETE, observedGeneration: 0 },
    state: 'progressing',
    why: 'a status of an older generation says nothing',
  },
  {
    status: { ...COMPLETE, updatedReplicas: 1 },
    state: 'progressing',
    why: 'new pods are missing',
  },
  { status: { ...COMPLETE, replicas: 3 }, state: 'progressing', why: 'old pods are still there' },
  {
    status: { ...COMPLETE, availableReplicas: 1 },
    state: 'progressing',
    why: 'a pod is not available',
  },
  {
    status: {
      ...COMPLETE,
      updatedReplicas: 1,
      conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
    },
    state: 'failed',
    why: 'the deadline passed',
  },
  { status: {}, state: 'progressing', why: 'no status at all' },
])('health of a Deployment: $why', ({ status, state }) => {
  expect(health(aDeployment({ status })).state).toBe(state);
});

test('health of a Job is ready when complete, failed with its reason when failed', () => {
  expect(health(job('Complete')).state).toBe('ready');
  expect(health(job('Failed'))).toEqual({
    state: 'failed',
    message: 'BackoffLimitExceeded: too often',
  });
  expect(health({ ...job('Complete'), status: {} }).state).toBe('progressing');
});

test('health of a kind without status is ready by existing', () => {
  expect(health({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } }).state).toBe(
    'ready',
  );
});
