import type { Finding } from '../../api/finding.ts';
import { stableJson } from '../../lib/digest.ts';
import type { CertificateSource, SeenCertificate } from '../certificates.ts';
import type { Rule, RuleInput } from '../rule.ts';

/** Certificates can be read, fit their key and domain, and do not end soon. */
export const certificates: Rule = {
  id: 'certificates',
  doc: 'The certificate of the domain must be readable, for the domain, and of its key; those to trust must be authorities or self-signed; all must be valid now, and are told 60, 30, 14, 7 and 1 days before they end.',
  reasons: [
    'CertificateInvalid',
    'CertificateNotAuthority',
    'CertificateDomainMismatch',
    'CertificateKeyMismatch',
    'CertificateExpiring',
    'CertificateExpired',
  ],
  online: true,
  *check(input) {
    const { seen, mistakes, sources } = input.facts.certificates;
    for (const { source, ...mistake } of mistakes) {
      // What cannot be read must not take the place of what pods trust now.
      const isUnfit = source.purpose === 'Trust' && mistake.rule === 'CertificateInvalid';
      yield { ...mistake, severity: isUnfit ? 'wait' : severityOf(source, input) };
    }
    for (const certificate of seen) {
      const source = sources.find(
        ({ purpose, secret }) => purpose === certificate.purpose && secret === certificate.secret,
      );
      if (source !== undefined) yield* ending(certificate, source, input);
    }
  },
};

/**
 * What was accepted with this very Secret and domain runs, and goes on: the ingress controller reads its
 * Secret itself, and a bundle reaches pods only when it can be read. What is new waits until it is right.
 */
function severityOf(source: CertificateSource, { spec, facts }: RuleInput): Finding['severity'] {
  if (source.isIssued) return 'note';
  const before = facts.accepted?.spec;
  if (before === undefined) return 'wait';
  const named = (of: RuleInput['spec']): unknown =>
    source.purpose === 'Trust' ? of.trust : [of.certificates, of.domain];
  return stableJson(named(before) ?? null) === stableJson(named(spec) ?? null) ? 'note' : 'wait';
}

function* ending(
  { subject, notBefore, notAfter, step }: SeenCertificate,
  source: CertificateSource,
  input: RuleInput,
): Iterable<Finding> {
  if (step.state === 'Current') return;
  const which = `"${subject}" in Secret "${source.secret}"`;
  const at = { path: source.path, fix: FIXES[source.isIssued ? 'Issued' : source.purpose] };
  if (step.state === 'Expiring')
    yield {
      ...at,
      severity: 'note',
      rule: 'CertificateExpiring',
      message: `${which} ends in less than ${step.days ?? 0} days, on ${timeOf(notAfter)}`,
    };
  else
    yield {
      ...at,
      severity: severityOf(source, input),
      rule: step.state === 'Expired' ? 'CertificateExpired' : 'CertificateInvalid',
      message:
        step.state === 'Expired'
          ? `${which} ended on ${timeOf(notAfter)}`
          : `${which} is not valid before ${timeOf(notBefore)}`,
    };
}

const FIXES = {
  Ingress: 'put a new certificate and its key into the Secret',
  Trust: 'put the new certificate of that authority into the Secret, and take out what has ended',
  Issued: 'see why cert-manager does not renew it: kubectl describe certificate',
} as const;

/** RFC 3339 with seconds. */
const timeOf = (milliseconds: number): string =>
  `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
