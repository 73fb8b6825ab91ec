import { expect, test } from 'vitest';

import type { InstallationSpec } from '../../../operator/api/installation.ts';
import type { SecretFact } from '../../../operator/observe/secrets.ts';
import { inspect } from '../../../operator/preflight/certificates.ts';
import type { CertificateSource } from '../../../operator/preflight/certificates.ts';
import { certificates } from '../../../operator/preflight/rules/certificates.ts';
import { issue } from '../../support/certificate.ts';
import type { Issued } from '../../support/certificate.ts';
import { accepted, anInput } from '../../support/rule-input.ts';

const DOMAIN = 'plane.corp.example.com';
const NOW = Date.parse('2026-01-01T00:00:00Z');
const authority = issue({ commonName: 'corp-ca', authority: true });
const other = issue({ commonName: 'other-ca', authority: true });
const leaf = (notAfter?: string, names: readonly string[] = [DOMAIN]): Issued =>
  issue({
    commonName: DOMAIN,
    names,
    issuer: authority,
    ...(notAfter === undefined ? {} : { notAfter }),
  });
const BROKEN = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

const secretOf = (values: Readonly<Record<string, string>>): SecretFact =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, { text: value, bytes: value.length }]),
  );
const pair = (certificate: Issued, key = certificate.key): SecretFact =>
  secretOf({ 'tls.crt': certificate.certificate, 'tls.key': key });
const bundle = (...pems: readonly string[]): SecretFact => secretOf({ 'ca.crt': pems.join('\n') });

const INGRESS: CertificateSource = {
  purpose: 'Ingress',
  path: 'spec.certificates.secretRef.name',
  secret: 'tls',
  key: 'tls.crt',
  isIssued: false,
};
const TRUST: CertificateSource = {
  purpose: 'Trust',
  path: 'spec.trust.secretRef',
  secret: 'ca',
  key: 'ca.crt',
  isIssued: false,
};
const SPEC = { certificates: { secretRef: { name: 'tls' } }, trust: { secretRef: { name: 'ca' } } };

function found(
  source: CertificateSource,
  fact: SecretFact | undefined,
  before?: Partial<InstallationSpec>,
): readonly string[] {
  const facts = inspect([{ source, fact }], { domain: DOMAIN, now: NOW });
  const input = anInput({
    spec: SPEC,
    facts: { ...(before === undefined ? {} : accepted(before)), certificates: facts },
  });
  return [...certificates.check(input)].map(({ severity, rule, path }) => {
    expect(path).toBe(source.path);
    return `${severity} ${rule}`;
  });
}

test.each([
  { fact: pair(leaf()), findings: [], why: 'one that fits' },
  { fact: undefined, findings: [], why: "a Secret that is not there, another rule's subject" },
  {
    fact: pair(leaf(undefined, ['*.corp.example.com'])),
    findings: [],
    why: 'a wildcard for the domain',
  },
  {
    fact: pair(leaf(undefined, ['other.example.com'])),
    findings: ['wait CertificateDomainMismatch'],
    why: 'another domain',
  },
  {
    fact: pair(leaf(), other.key),
    findings: ['wait CertificateKeyMismatch'],
    why: "another order's key",
  },
  { fact: pair(leaf(), 'x'), findings: ['wait CertificateKeyMismatch'], why: 'no key' },
  {
    fact: secretOf({ 'tls.crt': BROKEN, 'tls.key': 'x' }),
    findings: ['wait CertificateInvalid'],
    why: 'one that cannot be read',
  },
  {
    fact: secretOf({ 'tls.crt': 'hello', 'tls.key': 'x' }),
    findings: ['wait CertificateInvalid'],
    why: 'no certificate at all',
  },
  {
    fact: pair(leaf('2025-12-31T00:00:00Z')),
    findings: ['wait CertificateExpired'],
    why: 'one that has ended',
  },
  {
    fact: pair(issue({ commonName: DOMAIN, names: [DOMAIN], notBefore: '2026-02-01T00:00:00Z' })),
    findings: ['wait CertificateInvalid'],
    why: 'one that is not valid yet',
  },
  {
    fact: pair(leaf('2026-01-20T00:00:00Z')),
    findings: ['note CertificateExpiring'],
    why: 'one that ends soon',
  },
])('the certificate of the domain, new: $why', ({ fact, findings }) => {
  expect(found(INGRESS, fact)).toEqual(findings);
});

test.each([
  { fact: bundle(authority.certificate, other.certificate), findings: [], why: 'two authorities' },
  {
    fact: bundle(issue({ commonName: 'self' }).certificate),
    findings: [],
    why: 'a self-signed one',
  },
  {
    fact: bundle(authority.certificate, leaf().certificate),
    findings: ['wait CertificateNotAuthority'],
    why: 'a leaf among them',
  },
  {
    fact: bundle(BROKEN, authority.certificate, BROKEN),
    findings: ['wait CertificateInvalid', 'wait CertificateInvalid'],
    why: 'two that cannot be read, both told',
  },
  {
    fact: bundle(
      authority.certificate,
      issue({ commonName: 'old', authority: true, notAfter: '2025-06-01T00:00:00Z' }).certificate,
    ),
    findings: ['wait CertificateExpired'],
    why: 'an old authority beside the new one',
  },
])('what is to be trusted, new: $why', ({ fact, findings }) => {
  expect(found(TRUST, fact)).toEqual(findings);
});

const expired = pair(leaf('2025-12-31T00:00:00Z'));

test.each([
  {
    source: INGRESS,
    fact: expired,
    before: SPEC,
    severity: 'note',
    why: 'the very same was accepted',
  },
  {
    source: INGRESS,
    fact: expired,
    before: { ...SPEC, domain: 'other.example.com' },
    severity: 'wait',
    why: 'the domain is another one now',
  },
  {
    source: INGRESS,
    fact: expired,
    before: { ...SPEC, certificates: { secretRef: { name: 'before' } } },
    severity: 'wait',
    why: 'the Secret is another one now',
  },
  {
    source: { ...INGRESS, isIssued: true },
    fact: expired,
    before: {},
    severity: 'note',
    why: 'cert-manager has to renew it',
  },
])('a certificate that has ended is a $severity: $why', ({ source, fact, before, severity }) => {
  expect(found(source, fact, before)).toEqual([`${severity} CertificateExpired`]);
});

test('a bundle that cannot be read never takes the place of what is trusted', () => {
  expect(found(TRUST, bundle(BROKEN), SPEC)).toEqual(['wait CertificateInvalid']);
});

test('what is said names the certificate and its end, and never a key', () => {
  const facts = inspect(
    [{ source: INGRESS, fact: pair(leaf('2026-01-20T00:00:00Z'), other.key) }],
    {
      domain: DOMAIN,
      now: NOW,
    },
  );
  const said = [...certificates.check(anInput({ spec: SPEC, facts: { certificates: facts } }))];
  expect(said.map(({ message }) => message)).toEqual([
    'key "tls.crt" of Secret "tls" is not the certificate of the key in "tls.key"',
    `"CN=${DOMAIN}" in Secret "tls" ends in less than 30 days, on 2026-01-20T00:00:00Z`,
  ]);
  expect(facts.next).toBe(Date.parse('2026-01-06T00:00:00Z'));
});
