import type { ConditionType } from '../api/reasons.ts';
import type { ComponentStatus, Condition, InstallationStatus } from '../api/status.ts';
import type { Advice } from '../products/product.ts';
import { stableJson } from '../lib/digest.ts';
import { clip } from './condition.ts';
import type { Verdict } from '../api/verdict.ts';
import { aiAvailable } from './conditions/ai-available.ts';
import { available } from './conditions/available.ts';
import { certificatesValid } from './conditions/certificates-valid.ts';
import { databaseMigrated } from './conditions/database-migrated.ts';
import { endpointsInternal } from './conditions/endpoints-internal.ts';
import { imagesAvailable } from './conditions/images-available.ts';
import { keysExported } from './conditions/keys-exported.ts';
import { licenseValid } from './conditions/license-valid.ts';
import { offlineVerified } from './conditions/offline-verified.ts';
import { ready } from './conditions/ready.ts';
import { reconciling } from './conditions/reconciling.ts';
import { setupComplete } from './conditions/setup-complete.ts';
import { stalled } from './conditions/stalled.ts';
import { telemetrySetting } from './conditions/telemetry-setting.ts';
import { licenseStatus } from './license.ts';
import type { Report } from './report.ts';

/** One projection for each condition: a missing one does not compile. In the order in which they are shown. */
const PROJECTIONS: Readonly<Record<ConditionType, (report: Report) => Verdict | undefined>> = {
  Ready: ready,
  Available: available,
  Reconciling: reconciling,
  Stalled: stalled,
  DatabaseMigrated: databaseMigrated,
  EndpointsInternal: endpointsInternal,
  ImagesAvailable: imagesAvailable,
  LicenseValid: licenseValid,
  CertificatesValid: certificatesValid,
  KeysExported: keysExported,
  SetupComplete: setupComplete,
  TelemetrySetting: telemetrySetting,
  OfflineVerified: offlineVerified,
  AIAvailable: aiAvailable,
};

/** Most findings that a status holds; the rest are counted in the last one's place by `check`. */
const MAX_FINDINGS = 64;

/** Most certificates that a status holds, and most characters of a subject. */
const MAX_CERTIFICATES = 16;
const MAX_SUBJECT = 512;

/** What status is projected from, beside the report. */
export interface Previous {
  readonly generation: number;
  readonly status: InstallationStatus | undefined;
  /** RFC 3339 with seconds, for conditions whose status changes now. */
  readonly now: string;
}

/** The whole status that a report means. Equal reports give equal bytes, whenever they come. */
export function project(report: Report, previous: Previous): InstallationStatus {
  const { tended } = report;
  // That something was accepted once is never unsaid: it speaks for data when the record of it is gone.
  const acceptedGeneration = tended?.generation ?? previous.status?.acceptedGeneration;
  return {
    observedGeneration: previous.generation,
    conditions: conditions(report, previous),
    ...(acceptedGeneration === undefined ? {} : { acceptedGeneration }),
    ...(tended === undefined
      ? {}
      : {
          version: tended.version,
          components: tended.parts.map(component),
          ...integrations(tended.advice),
          inventory: tended.inventory.map(({ apiVersion, kind, name }) => ({
            apiVersion,
            kind,
            name,
          })),
        }),
    findings: report.findings.slice(0, MAX_FINDINGS).map((finding) => ({ ...finding })),
    ...certificates(report),
    ...license(report, previous),
  };
}

function license(
  { license: known }: Report,
  { status, now }: Previous,
): Pick<InstallationStatus, 'license'> {
  const shown = licenseStatus(known?.facts, { before: status?.license, now });
  return shown === undefined ? {} : { license: shown };
}

/** Those that end first, and nothing that changes from day to day. */
function certificates({ certificates: found }: Report): Pick<InstallationStatus, 'certificates'> {
  if (found === undefined || found.seen.length === 0) return {};
  const sorted = [...found.seen].sort((a, b) => a.notAfter - b.notAfter);
  return {
    certificates: sorted
      .slice(0, MAX_CERTIFICATES)
      .map(({ purpose, secret, subject, notAfter }) => ({
        purpose,
        secret,
        subject: subject.slice(0, MAX_SUBJECT),
        notAfter: `${new Date(notAfter).toISOString().slice(0, 19)}Z`,
      })),
  };
}

const integrations = ({ integrations: told }: Advice): Pick<InstallationStatus, 'integrations'> =>
  told.length === 0 ? {} : { integrations: told.map((entry) => ({ ...entry })) };

function conditions(report: Report, { generation, status, now }: Previous): Condition[] {
  return Object.entries(PROJECTIONS).flatMap(([type, projection]) => {
    const verdict = projection(report);
    if (verdict === undefined) return [];
    const before = status?.conditions?.find((condition) => condition.type === type);
    const lastTransitionTime = before?.status === verdict.status ? before.lastTransitionTime : now;
    return [
      {
        type,
        ...verdict,
        message: clip(verdict.message),
        observedGeneration: generation,
        lastTransitionTime,
      },
    ];
  });
}

const component = ({
  name,
  kind,
  pods,
  state,
  message,
}: NonNullable<Report['tended']>['parts'][number]): ComponentStatus => ({
  name,
  ...(kind === undefined ? {} : { kind }),
  ...pods,
  state,
  ...(message === '' ? {} : { message }),
});

/** Whether two statuses say the same. */
export const sameStatus = (a: InstallationStatus | undefined, b: InstallationStatus): boolean =>
  stableJson(a ?? null) === stableJson(b);
