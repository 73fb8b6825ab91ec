import type { Verdict } from '../../api/verdict.ts';
import type { OpaqueLicense, SignedLicense } from '../../preflight/license.ts';
import { dateOf } from '../../license/judge.ts';
import type { Report } from '../report.ts';

/** LicenseValid: of a signed licence what it comes to; of a file that only the product can read, what to do with it. */
export function licenseValid({ license }: Report): Verdict | undefined {
  if (license === undefined) return undefined;
  const { facts } = license;
  if (facts === undefined)
    return { status: 'Unknown', reason: 'LicenseNotGiven', message: 'spec.license is not set' };
  switch (facts.kind) {
    case 'Signed':
      return signed(facts);
    case 'Opaque':
      return opaque(facts);
    case 'Unjudged':
      return {
        status: 'Unknown',
        reason: 'LicenseNotJudged',
        message: "the keys in the operator's own namespace cannot be read now",
      };
  }
}

const signed = ({ shown: { state, reason, message } }: SignedLicense): Verdict => ({
  status: state === 'valid' ? 'True' : state === 'clock-suspect' ? 'Unknown' : 'False',
  reason,
  message,
});

function opaque({ source, problem, steps }: OpaqueLicense): Verdict {
  const where = `key "${source.key}" of Secret "${source.name}"`;
  if (problem === 'missing')
    return { status: 'False', reason: 'LicenseMissing', message: `there is no ${where}` };
  if (problem !== undefined)
    return { status: 'False', reason: 'LicenseInvalid', message: `${where} is ${problem}` };
  const end =
    source.declaredExpiry === undefined
      ? ''
      : ` Its end was declared as ${dateOf(source.declaredExpiry)}.`;
  const numbered = steps.map((step, index) => `${index + 1}. ${step}`).join('; ');
  return {
    status: 'Unknown',
    reason: 'NotVerifiable',
    message: `the licence file is there, and only the product can judge it: ${numbered}.${end}`,
  };
}
