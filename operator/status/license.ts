import type { LicenseStatus } from '../api/license-status.ts';
import { bindingOf } from '../preflight/license.ts';
import type { LicenseFacts, OpaqueLicense, SignedLicense } from '../preflight/license.ts';

/** What status keeps from before: since when a file has been there. */
export interface LicenseBefore {
  readonly before: LicenseStatus | undefined;
  /** RFC 3339 with seconds. */
  readonly now: string;
}

/** `status.license`; undefined where the spec names none. */
export function licenseStatus(
  facts: LicenseFacts | undefined,
  before: LicenseBefore,
): LicenseStatus | undefined {
  switch (facts?.kind) {
    case undefined:
      return undefined;
    case 'Signed':
      return signed(facts);
    case 'Opaque':
      return opaque(facts, before);
    case 'Unjudged':
      return { state: 'unknown' };
  }
}

const time = (moment: number): string => `${new Date(moment).toISOString().slice(0, 19)}Z`;

/** Nothing of the token but what is listed here. */
function signed({ shown, inForce, cluster }: SignedLicense): LicenseStatus {
  const { license } = inForce;
  if (license === undefined) return { state: shown.state };
  const { jti, planName, tenant, notBefore } = license;
  return {
    state: shown.state,
    plan: license.plan,
    ...(planName === undefined ? {} : { planName }),
    ...(jti === undefined ? {} : { jti }),
    ...(tenant === undefined ? {} : { tenant }),
    addons: [...license.addons],
    limits: { ...license.limits },
    issued: time(license.issued),
    ...(notBefore === undefined ? {} : { notBefore: time(notBefore) }),
    expires: time(license.expires),
    graceEnds: time(license.graceEnds),
    keyId: license.keyId.slice(0, 128),
    ...(jti === undefined || cluster === undefined ? {} : { binding: bindingOf(jti, cluster) }),
    unknownClaims: license.unknown.length,
  };
}

function opaque(
  { source: { plan, declaredExpiry }, file, problem, declared, steps }: OpaqueLicense,
  before: LicenseBefore,
): LicenseStatus {
  return {
    state: stateOf(problem, declared !== undefined),
    ...(plan === undefined ? {} : { plan }),
    ...(declaredExpiry === undefined ? {} : { expires: time(declaredExpiry) }),
    ...(file === undefined ? {} : { file: seen(file, before) }),
    steps: [...steps],
  };
}

/** The same file has been there since it was seen first. */
const seen = (
  file: NonNullable<OpaqueLicense['file']>,
  { before, now }: LicenseBefore,
): NonNullable<LicenseStatus['file']> => ({
  ...file,
  since: (before?.file?.digest === file.digest ? before.file.since : undefined) ?? now,
});

function stateOf(problem: OpaqueLicense['problem'], isDeclared: boolean): LicenseStatus['state'] {
  if (problem === 'missing') return 'missing';
  if (problem !== undefined) return 'invalid';
  return isDeclared ? 'declared' : 'unverified';
}
