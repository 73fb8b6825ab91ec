import type { Reason } from '../../api/reasons.ts';
import type { Verdict } from '../../api/verdict.ts';
import type { Report } from '../report.ts';

/** What can be wrong with a certificate, the worst first. */
const WORST = [
  'CertificateExpired',
  'CertificateInvalid',
  'CertificateKeyMismatch',
  'CertificateDomainMismatch',
  'CertificateNotAuthority',
  'CertificateExpiring',
] as const satisfies readonly Reason[];

/** CertificatesValid: every certificate is valid, and none ends soon; left out where there are none. */
export function certificatesValid({ certificates }: Report): Verdict | undefined {
  if (certificates === undefined) return undefined;
  const { seen, findings } = certificates;
  const reason = WORST.find((worst) => findings.some(({ rule }) => rule === worst));
  if (reason !== undefined) {
    const message = findings.map((finding) => `${finding.path}: ${finding.message}`).join('\n');
    return { status: 'False', reason, message };
  }
  if (seen.length === 0) return undefined;
  return {
    status: 'True',
    reason: 'CertificatesCurrent',
    message: `${seen.length} ${seen.length === 1 ? 'certificate is' : 'certificates are'} valid, and none ends soon`,
  };
}
