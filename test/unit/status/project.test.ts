import { expect, test } from 'vitest';

import type { Finding } from '../../../operator/api/finding.ts';
import { REASONS } from '../../../operator/api/reasons.ts';
import type { PartState } from '../../../operator/apply/gates.ts';
import { NO_ADVICE } from '../../../operator/products/product.ts';
import { project, sameStatus } from '../../../operator/status/project.ts';
import type { Report, Tended } from '../../../operator/status/report.ts';

const NOW = '2026-01-01T00:00:00Z';
const part = (name: string, state: PartState['state'], message = ''): PartState => ({
  name,
  state,
  message,
  waitsFor: [],
  kind: 'Deployment',
  pods: { desired: 1, ready: state === 'Ready' ? 1 : 0 },
});
const tended = (...parts: PartState[]): Tended => ({
  generation: 1,
  version: 'v1.0.0',
  parts,
  inventory: [],
  advice: NO_ADVICE,
});
const finding = (
  severity: Finding['severity'],
  rule: Finding['rule'] = 'UnknownVersion',
): Finding => ({ severity, rule, path: 'spec.version', message: 'is wrong', fix: 'mend it' });

const REPORTS: Readonly<Record<string, Report>> = {
  ready: { kind: 'applied', tended: tended(part('web', 'Ready')), findings: [] },
  progressing: {
    kind: 'applied',
    tended: tended(part('web', 'Progressing', 'Deployment: pods are not ready yet')),
    findings: [],
  },
  'migration failed': {
    kind: 'applied',
    tended: tended({
      ...part('migration', 'Failed', 'Job: BackoffLimitExceeded'),
      kind: 'Job',
      pods: undefined,
    }),
    findings: [],
  },
  'bucket failed': {
    kind: 'applied',
    tended: tended({
      ...part('bucket', 'Failed', 'Job: BackoffLimitExceeded'),
      kind: 'Job',
      pods: undefined,
    }),
    findings: [],
  },
  'rollout failed': {
    kind: 'applied',
    tended: tended(part('web', 'Failed', 'Deployment: no progress')),
    findings: [],
  },
  'apply refused': {
    kind: 'applied',
    tended: tended(part('web', 'Progressing')),
    findings: [finding('wait', 'ApplyRefused')],
  },
  'refused while running': {
    kind: 'refused',
    tended: tended(part('web', 'Ready')),
    findings: [finding('refuse')],
  },
  'refused at first': { kind: 'refused', tended: undefined, findings: [finding('refuse')] },
  waiting: { kind: 'waiting', tended: undefined, findings: [finding('wait', 'SecretMissing')] },
  'suspended with changes': {
    kind: 'suspended',
    tended: tended(part('web', 'Ready')),
    findings: [],
    pending: true,
  },
  'suspended at rest': {
    kind: 'suspended',
    tended: tended(part('web', 'Ready')),
    findings: [],
    pending: false,
  },
  deleting: {
    kind: 'deleting',
    tended: undefined,
    findings: [],
    message: 'waits for its pods to end',
  },
  failed: { kind: 'failed', tended: undefined, findings: [], message: 'no connection' },
};

const shown = (report: Report): Record<string, string> =>
  Object.fromEntries(
    (project(report, { generation: 2, status: undefined, now: NOW }).conditions ?? []).map(
      ({ type, status, reason }) => [type, `${status}/${reason}`],
    ),
  );

test.each([
  ['ready', { Ready: 'True/Ready', Available: 'True/Serving' }],
  [
    'progressing',
    { Ready: 'False/Progressing', Available: 'False/NotServing', Reconciling: 'True/Progressing' },
  ],
  [
    'migration failed',
    {
      Ready: 'False/MigrationFailed',
      Stalled: 'True/MigrationFailed',
      DatabaseMigrated: 'False/MigrationFailed',
    },
  ],
  ['bucket failed', { Ready: 'False/PartFailed', Stalled: 'True/PartFailed' }],
  ['rollout failed', { Ready: 'False/PartFailed', Reconciling: 'True/PartFailed' }],
  [
    'apply refused',
    { Ready: 'False/ProgressingWithRetry', Reconciling: 'True/ProgressingWithRetry' },
  ],
  [
    'refused while running',
    { Ready: 'False/Refused', Stalled: 'True/Refused', Available: 'True/Serving' },
  ],
  [
    'refused at first',
    { Ready: 'False/Refused', Stalled: 'True/Refused', Available: 'False/NothingAccepted' },
  ],
  ['waiting', { Ready: 'False/Waiting', Reconciling: 'True/Waiting' }],
  ['suspended with changes', { Ready: 'False/Suspended' }],
  ['suspended at rest', { Ready: 'True/Ready' }],
  ['deleting', { Ready: 'False/Deleting', Reconciling: 'True/Deleting' }],
  ['failed', { Ready: 'False/ProgressingWithRetry', Reconciling: 'True/ProgressingWithRetry' }],
])('project shows a report that is %s', (name, expected) => {
  expect(shown(REPORTS[name]!)).toMatchObject(expected);
});

test.each(Object.entries(REPORTS))(
  'project keeps the rules of status for a report that is %s',
  (_, report) => {
    const { conditions = [], observedGeneration } = project(report, {
      generation: 2,
      status: undefined,
      now: NOW,
    });
    const of = (type: string): string | undefined =>
      conditions.find((condition) => condition.type === type)?.status;
    expect(observedGeneration).toBe(2);
    expect(of('Ready')).toBeDefined();
    expect([of('Reconciling'), of('Stalled')]).not.toEqual(['True', 'True']);
    expect([undefined, 'True']).toContain(of('Reconciling'));
    expect([undefined, 'True']).toContain(of('Stalled'));
    if (of('Reconciling') === 'True' || of('Stalled') === 'True')
      expect(of('Ready')).not.toBe('True');
    expect(
      conditions.every(
        (condition) => condition.observedGeneration === 2 && condition.reason in REASONS,
      ),
    ).toBe(true);
  },
);

test('project keeps the transition time while a status stays, and gives equal bytes for equal reports', () => {
  const first = project(REPORTS['ready']!, { generation: 1, status: undefined, now: NOW });
  const later = project(REPORTS['ready']!, {
    generation: 1,
    status: first,
    now: '2027-01-01T00:00:00Z',
  });
  expect(sameStatus(first, later)).toBe(true);
  const turned = project(REPORTS['progressing']!, {
    generation: 1,
    status: first,
    now: '2027-01-01T00:00:00Z',
  });
  expect(turned.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime).toBe(
    '2027-01-01T00:00:00Z',
  );
});
