import type { Finding } from '../api/finding.ts';
import { isForHost, isKeyOf, namesOf, readBundle } from '../lib/certificate.ts';
import type { Certificate } from '../lib/certificate.ts';
import type { Model } from '../model/model.ts';
import type { SecretFact } from '../observe/secrets.ts';
import { stepOf } from './expiry.ts';
import type { Step } from './expiry.ts';

/** What a certificate is there for. */
export type Purpose = 'Ingress' | 'Trust';

/** A Secret with certificates that a model uses. */
export interface CertificateSource {
  readonly purpose: Purpose;
  /** Where the spec names it. */
  readonly path: string;
  readonly secret: string;
  readonly key: string;
  /** Made by cert-manager, which mends it by itself. */
  readonly isIssued: boolean;
}

/** One certificate, and how near its end is. */
export interface SeenCertificate
  extends Certificate, Pick<CertificateSource, 'purpose' | 'secret'> {
  readonly step: Step;
}

/** Something wrong with a certificate; how grave that is depends on what was accepted. */
export interface CertificateMistake extends Omit<Finding, 'severity'> {
  readonly source: CertificateSource;
}

/** What is known of all certificates of a model. */
export interface CertificateFacts {
  readonly sources: readonly CertificateSource[];
  readonly seen: readonly SeenCertificate[];
  readonly mistakes: readonly CertificateMistake[];
  /** When the next one comes nearer to its end by a step, in milliseconds since the epoch. */
  readonly next: number | undefined;
}

/** Secrets with certificates that a model names or has issued. */
export function* certificateSources({ certificates, trust }: Model): Iterable<CertificateSource> {
  if (certificates !== undefined) {
    const isIssued = certificates.kind === 'issuer';
    yield {
      purpose: 'Ingress',
      path: isIssued ? 'spec.certificates.issuerRef.name' : 'spec.certificates.secretRef.name',
      secret: certificates.secretName,
      key: 'tls.crt',
      isIssued,
    };
  }
  if (trust === undefined) return;
  const { name, key } = trust;
  yield { purpose: 'Trust', path: 'spec.trust.secretRef', secret: name, key, isIssued: false };
}

/** Judges all certificates of a model at one moment, in milliseconds since the epoch. */
export function inspect(
  sources: readonly { readonly source: CertificateSource; readonly fact: SecretFact | undefined }[],
  { domain, now }: { readonly domain: string; readonly now: number },
): CertificateFacts {
  const found = sources.map(({ source, fact }) => {
    const pem = textOf(fact, source.key);
    return pem === undefined ? NOTHING : inspectOne(source, { pem, fact, domain, now });
  });
  const seen = found.flatMap((each) => each.seen);
  const next = seen.flatMap(({ step }) => step.next ?? []);
  return {
    sources: sources.map(({ source }) => source),
    seen,
    mistakes: found.flatMap((each) => each.mistakes),
    next: next.length === 0 ? undefined : Math.min(...next),
  };
}

type Found = Pick<CertificateFacts, 'seen' | 'mistakes'>;
const NOTHING: Found = { seen: [], mistakes: [] };

/** What cannot be read at all is the subject of other rules. */
const textOf = (fact: SecretFact | undefined, key: string): string | undefined => {
  const value = fact?.[key];
  return value !== undefined && 'text' in value && value.bytes > 0 ? value.text : undefined;
};

interface Looked {
  readonly pem: string;
  readonly fact: SecretFact | undefined;
  readonly domain: string;
  readonly now: number;
}

function inspectOne(source: CertificateSource, looked: Looked): Found {
  const blocks = readBundle(looked.pem);
  const good = blocks.flatMap((block) => (block.ok ? [block.value] : []));
  const unread = blocks.flatMap((block, index) =>
    block.ok ? [] : [unreadable(source, `${index + 1} of ${blocks.length}`, block.error)],
  );
  const own = source.purpose === 'Ingress' ? ofIngress(source, looked) : ofTrust(source, good);
  return {
    seen: good.map((certificate) => ({
      ...certificate,
      purpose: source.purpose,
      secret: source.secret,
      step: stepOf(certificate, looked.now),
    })),
    mistakes: [...unread, ...own],
  };
}

const mistake = (
  source: CertificateSource,
  { rule, what, fix }: { rule: Finding['rule']; what: string; fix: string },
): CertificateMistake => ({
  source,
  rule,
  path: source.path,
  message: `key "${source.key}" of Secret "${source.secret}" ${what}`,
  fix,
});

const unreadable = (source: CertificateSource, which: string, why: string): CertificateMistake =>
  mistake(source, {
    rule: 'CertificateInvalid',
    what: `holds certificate ${which}, which cannot be read: ${why}`,
    fix: 'use whole blocks in PEM, as the certificate authority gave them',
  });

/** A trust anchor that is neither an authority nor signed by itself proves nothing to most programs. */
const ofTrust = (
  source: CertificateSource,
  good: readonly Certificate[],
): readonly CertificateMistake[] =>
  good
    .filter(({ isAnchor }) => !isAnchor)
    .map(({ subject }) =>
      mistake(source, {
        rule: 'CertificateNotAuthority',
        what: `holds "${subject}", which is neither a certificate authority nor self-signed`,
        fix: 'use the certificates of the authorities that signed it',
      }),
    );

function* ofIngress(
  source: CertificateSource,
  { pem, fact, domain }: Looked,
): Iterable<CertificateMistake> {
  const [leaf] = readBundle(pem);
  if (leaf === undefined) {
    yield mistake(source, {
      rule: 'CertificateInvalid',
      what: 'holds no certificate in PEM',
      fix: 'use the certificate of the domain, then those of the authorities between it and the root',
    });
  }
  if (leaf?.ok !== true) return;
  if (!isForHost(pem, domain)) {
    yield mistake(source, {
      rule: 'CertificateDomainMismatch',
      what: `is not for "${domain}": its names are ${namesOf(pem) || 'none'}`,
      fix: `use a certificate with ${domain} among its subject alternative names`,
    });
  }
  yield* ofKey(source, pem, textOf(fact, 'tls.key'));
}

function* ofKey(
  source: CertificateSource,
  pem: string,
  key: string | undefined,
): Iterable<CertificateMistake> {
  const matches = key === undefined ? undefined : isKeyOf(pem, key);
  if (matches === undefined || (matches.ok && matches.value)) return;
  const what = matches.ok
    ? 'is not the certificate of the key in "tls.key"'
    : `has a key beside it, "tls.key", that ${matches.error}`;
  yield mistake(source, {
    rule: 'CertificateKeyMismatch',
    what,
    fix: 'give certificate and key of one order, the key in PEM and not encrypted',
  });
}
