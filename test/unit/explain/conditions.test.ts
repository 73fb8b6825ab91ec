import { expect, test } from 'vitest';

import type { Finding } from '../../../operator/api/finding.ts';
import { CONDITIONS, REASONS } from '../../../operator/api/reasons.ts';
import type { Reason } from '../../../operator/api/reasons.ts';
import type { PartState } from '../../../operator/apply/gates.ts';
import type { LicenseState } from '../../../operator/license/judge.ts';
import type { LicenseFacts } from '../../../operator/preflight/license.ts';
import { certificates } from '../../../operator/preflight/rules/certificates.ts';
import { NO_ADVICE } from '../../../operator/products/product.ts';
import type { Advice } from '../../../operator/products/product.ts';
import { project } from '../../../operator/status/project.ts';
import type { Report, Tended } from '../../../operator/status/report.ts';
import { pagesOf } from './files.ts';

const STATES = ['Ready', 'Progressing', 'Held', 'Failed'] as const;

const EXPORTS = ['Current', 'Outdated', 'Never', 'Gone'] as const;

const JOBS: ReadonlySet<string> = new Set(['migration', 'bucket']);

const part = (name: string, state: PartState['state']): PartState => ({
  name,
  state,
  waitsFor: [],
  message: 'words',
  kind: JOBS.has(name) ? 'Job' : 'Deployment',
  pods: JOBS.has(name) ? undefined : { desired: 1, ready: state === 'Ready' ? 1 : 0 },
});

/** What a product may tell under each of its conditions. */
const ADVICE: readonly Advice[] = [
  {
    integrations: [],
    conditions: {
      SetupComplete: { status: 'False', reason: 'AwaitingAdministrator', message: 'words' },
      TelemetrySetting: { status: 'Unknown', reason: 'TelemetryNotConfirmed', message: 'words' },
    },
  },
  {
    integrations: [],
    conditions: {
      SetupComplete: { status: 'True', reason: 'DomainOpened', message: 'words' },
      TelemetrySetting: { status: 'True', reason: 'TelemetryConfirmedOff', message: 'words' },
    },
  },
];

/** What a running product may answer. */
const ANSWERS: readonly NonNullable<Tended['answers']>[] = [
  ['True', 'OfflineConfirmed', 'True', 'AIAnswers'],
  ['False', 'NotOffline', 'False', 'AIUnavailable'],
  ['False', 'ProductLicenseInactive', 'False', 'AINotConfigured'],
  ...(['NoAdminToken', 'TokenRejected', 'ProductUnreachable', 'NotAskedYet'] as const).map(
    (reason) => ['Unknown', reason, 'Unknown', reason] as const,
  ),
].map(([offline, why, ai, whyAi]) => ({
  OfflineVerified: { status: offline, reason: why, message: 'words' },
  AIAvailable: { status: ai, reason: whyAi, message: 'words' },
})) as readonly NonNullable<Tended['answers']>[];

const finding = (rule: Finding['rule'], severity: Finding['severity']): Finding => ({
  severity,
  rule,
  path: 'spec',
  message: 'is wrong',
  fix: 'mend it',
});

/** Every state of a migration beside every state of another Job or Deployment, with and without a licence. */
const PLAIN: readonly Tended[] = STATES.flatMap((migration) =>
  ['web', 'bucket'].flatMap((other) =>
    STATES.map((state, index) => ({
      generation: 1,
      version: 'v1.0.0',
      parts: [part('migration', migration), part(other, state)],
      inventory: [],
      keys: EXPORTS.map((exported) => ({ name: 'plane-keys', exported })).slice(index, index + 1),
      advice: ADVICE[index % 2] ?? NO_ADVICE,
    })),
  ),
);

const TENDED: readonly Tended[] = [
  ...PLAIN,
  ...ANSWERS.flatMap((answers) => PLAIN.slice(0, 1).map((tended) => ({ ...tended, answers }))),
];

const SEEN = {
  subject: 'CN=plane.corp.example.com',
  notBefore: 0,
  notAfter: 0,
  isAnchor: false,
  purpose: 'Ingress' as const,
  secret: 'tls',
  step: { state: 'Current' as const, days: undefined, next: undefined },
};

/** A report with something wrong with a certificate; `undefined` has nothing wrong. */
const certified =
  (tended: Tended) =>
  (reason: Reason | undefined): Report => {
    const findings = reason === undefined ? [] : [finding(reason, 'note')];
    return { kind: 'applied', tended, findings, certificates: { seen: [SEEN], findings } };
  };

/** A report on a licence that comes to a reason. */
const licensed =
  (tended: Tended) =>
  (facts: LicenseFacts | undefined): Report => ({
    kind: 'applied',
    tended,
    findings: [],
    license: { facts, findings: [] },
  });

const SOURCE = {
  name: 'license',
  key: 'license',
  enforcement: 'Report',
  plan: undefined,
  declaredExpiry: undefined,
} as const;

const STATE_REASONS: Readonly<Record<LicenseState, readonly Reason[]>> = {
  valid: ['LicenseCurrent', 'LicenseExpiring'],
  grace: ['LicenseInGrace'],
  expired: ['LicenseExpired'],
  'not-yet-valid': ['LicenseNotYetValid'],
  missing: ['LicenseMissing'],
  invalid: ['LicenseInvalid'],
  revoked: ['LicenseRevoked'],
  'tenant-mismatch': ['LicenseTenantMismatch'],
  'cluster-mismatch': ['LicenseClusterMismatch'],
  superseded: ['LicenseSuperseded'],
  'clock-suspect': ['LicenseClockSuspect'],
  'limits-exceeded': ['LicenseLimitsExceeded'],
};

const signed = (state: LicenseState, reason: Reason): LicenseFacts => {
  const judgement = {
    state,
    reason,
    message: 'words',
    license: undefined,
    days: undefined,
    next: undefined,
    mayGrow: true,
  };
  return {
    kind: 'Signed',
    publicKey: undefined,
    source: SOURCE,
    shown: judgement,
    inForce: judgement,
    token: undefined,
    tenant: undefined,
    cluster: undefined,
    sharedWith: [],
    demands: [],
    list: undefined,
    notes: [],
  };
};

const opaque = (problem: 'missing' | 'empty' | 'too large' | undefined): LicenseFacts => ({
  kind: 'Opaque',
  source: SOURCE,
  file: undefined,
  problem,
  declared: undefined,
  steps: ['upload it'],
});

/** Everything that a licence may come to. */
const LICENSES: readonly (LicenseFacts | undefined)[] = [
  undefined,
  { kind: 'Unjudged', source: SOURCE },
  ...([undefined, 'missing', 'empty', 'too large'] as const).map(opaque),
  ...Object.entries(STATE_REASONS).flatMap(([state, reasons]) =>
    reasons.map((reason) => signed(state as LicenseState, reason)),
  ),
];

/** Every kind of report, on everything that may be tended. */
const REPORTS: readonly Report[] = [
  { kind: 'deleting', tended: undefined, findings: [], message: 'words' },
  { kind: 'failed', tended: undefined, findings: [], message: 'words' },
  ...[...TENDED, undefined].flatMap((tended): readonly Report[] => [
    { kind: 'refused', tended, findings: [finding('UnknownVersion', 'refuse')] },
    { kind: 'waiting', tended, findings: [finding('SecretMissing', 'wait')] },
    { kind: 'suspended', tended, findings: [], pending: true },
    { kind: 'suspended', tended, findings: [], pending: false },
  ]),
  ...TENDED.flatMap((tended): readonly Report[] => [
    { kind: 'applied', tended, findings: [] },
    { kind: 'applied', tended, findings: [finding('ApplyRefused', 'wait')] },
    { kind: 'applied', tended, findings: [finding('NodeLost', 'wait')] },
    ...[undefined, ...certificates.reasons].map(certified(tended)),
    ...([[], [finding('NameNotAllowed', 'refuse')], [finding('NoPolicy', 'wait')]] as const).map(
      (findings): Report => ({
        kind: 'applied',
        tended,
        findings,
        endpoints: { judged: 3, findings },
      }),
    ),
    ...LICENSES.map(licensed(tended)),
  ]),
];

const shown = REPORTS.flatMap(
  (report) =>
    project(report, { generation: 1, status: undefined, now: '2026-01-01T00:00:00Z' }).conditions ??
    [],
);

const listed = (text: string): readonly string[] =>
  [...text.matchAll(/^- `(\w+)` \((\w+)\): /gm)].map(([, reason, status]) => `${reason}/${status}`);

test.each(pagesOf('conditions'))(
  '$path lists the reasons that it can carry, and no other',
  (page) => {
    const carried = shown
      .filter(({ type }) => type === page.topic)
      .map(({ reason, status }) => `${reason}/${status}`);
    expect([...listed(page.text)].sort()).toEqual([...new Set(carried)].sort());
  },
);

test('every condition is shown by one of these reports', () => {
  expect([...new Set(shown.map(({ type }) => type))].sort()).toEqual(
    Object.keys(CONDITIONS).sort(),
  );
  expect(shown.every(({ reason }) => Object.hasOwn(REASONS, reason))).toBe(true);
});
