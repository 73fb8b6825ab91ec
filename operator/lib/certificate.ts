import { createPrivateKey, X509Certificate } from 'node:crypto';

import { no, ok } from './result.ts';
import type { Result } from './result.ts';

/** What one X.509 certificate says. Times are milliseconds since the epoch. */
export interface Certificate {
  /** `CN=plane.corp.example.com, O=Corp`; empty when it has none. */
  readonly subject: string;
  readonly notBefore: number;
  readonly notAfter: number;
  /** It may sign others, by its basic constraints, or it has signed itself. */
  readonly isAnchor: boolean;
}

/** One block of a bundle: a certificate, or why it cannot be read. */
export type Block = Result<Certificate, string>;

const BLOCKS = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** Every certificate of a text in PEM, in order; what stands around the blocks is left out. */
export const readBundle = (pem: string): readonly Block[] =>
  [...pem.matchAll(BLOCKS)].map(([block]) => {
    const parsed = parse(block);
    return parsed.ok ? ok(describe(parsed.value)) : parsed;
  });

function parse(pem: string): Result<X509Certificate, string> {
  try {
    return ok(new X509Certificate(pem));
  } catch (error) {
    return no(error instanceof Error ? error.message : 'unknown form');
  }
}

const describe = (certificate: X509Certificate): Certificate => ({
  // Absent for an empty name, whatever the types say.
  subject: ((certificate.subject as string | undefined) ?? '').split('\n').join(', '),
  notBefore: Date.parse(certificate.validFrom),
  notAfter: Date.parse(certificate.validTo),
  isAnchor: certificate.ca || isSelfSigned(certificate),
});

const isSelfSigned = (certificate: X509Certificate): boolean =>
  certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey);

/** Whether the first certificate of a text in PEM is for a host, by its subject alternative names; wildcards count. */
export function isForHost(pem: string, host: string): boolean {
  const parsed = parse(pem);
  return parsed.ok && parsed.value.checkHost(host, { subject: 'never' }) !== undefined;
}

/** Names that the first certificate of a text in PEM is for: `DNS:a.example.com, DNS:b.example.com`. */
export function namesOf(pem: string): string {
  const parsed = parse(pem);
  return (parsed.ok ? parsed.value.subjectAltName : undefined) ?? '';
}

/** Whether a private key in PEM is that of the first certificate of a text; the problem is in words without the key. */
export function isKeyOf(pem: string, key: string): Result<boolean, string> {
  const parsed = parse(pem);
  if (!parsed.ok) return parsed;
  try {
    return ok(parsed.value.checkPrivateKey(createPrivateKey(key)));
  } catch {
    return no('is no private key in PEM, or is encrypted');
  }
}
