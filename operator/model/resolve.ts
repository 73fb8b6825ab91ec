import type { InstallationSpec } from '../api/installation.ts';
import type { Certificates, Database, Identity, LicenseSource, Model, SecretKey } from './model.ts';
import type { Release } from './release.ts';

/** What `resolve` needs to know of a product. */
export interface Resolvable {
  readonly name: string;
  readonly member: string;
  readonly releases: readonly Release[];
}

/**
 * What a checked spec means, complete.
 *
 * *Assumes* the spec went through `parseSpec` and its version is one of the product's releases.
 */
export function resolve(spec: InstallationSpec, identity: Identity, product: Resolvable): Model {
  const release = product.releases.find(({ version }) => version === spec.version);
  if (release === undefined)
    throw new TypeError(
      `Cannot resolve version "${spec.version}": no such release of ${product.name}`,
    );
  return {
    ...identity,
    product: product.name,
    release,
    profile: spec.profile ?? 'Standard',
    domain: spec.domain,
    scheme: spec.certificates === undefined ? 'http' : 'https',
    images: images(spec.images),
    license: license(spec.license),
    ingress: { className: spec.ingress.className, annotations: spec.ingress.annotations ?? {} },
    certificates: certificates(spec.certificates, identity.name),
    trust: secretKey(spec.trust?.secretRef, 'ca.crt'),
    storageClass: spec.storage?.className,
    database: database(spec.database),
    deletionPolicy: spec.deletionPolicy ?? 'Retain',
    own: spec[product.member],
  };
}

function images(spec: InstallationSpec['images']): Model['images'] {
  return {
    registry: spec.registry,
    variant: spec.variant === 'FIPS' ? 'FIPS' : undefined,
    pullSecrets: (spec.pullSecrets ?? []).map(({ name }) => name),
    overrides: Object.fromEntries(
      (spec.overrides ?? []).map(({ key, repository, tag }) => [
        key,
        {
          ...(repository === undefined ? {} : { repository }),
          ...(tag === undefined ? {} : { tag }),
        },
      ]),
    ),
  };
}

function license(spec: InstallationSpec['license']): LicenseSource | undefined {
  const secret = secretKey(spec?.secretRef, 'license');
  if (spec === undefined || secret === undefined) return undefined;
  const [year = 0, month = 1, day = 1] = (spec.declaredExpiry ?? '').split('-').map(Number);
  return {
    ...secret,
    enforcement: spec.enforcement ?? 'Report',
    plan: spec.plan,
    declaredExpiry: spec.declaredExpiry === undefined ? undefined : Date.UTC(year, month - 1, day),
  };
}

function certificates(
  spec: InstallationSpec['certificates'],
  name: string,
): Certificates | undefined {
  if (spec?.secretRef !== undefined) return { kind: 'secret', secretName: spec.secretRef.name };
  if (spec?.issuerRef !== undefined)
    return { kind: 'issuer', secretName: `${name}-tls`, issuer: spec.issuerRef };
  return undefined;
}

function database(spec: InstallationSpec['database']): Database {
  const secret = secretKey(spec.external?.secretRef, 'url');
  return secret === undefined
    ? { kind: 'embedded', size: spec.embedded?.size }
    : { kind: 'external', secret };
}

const secretKey = (
  reference: { readonly name: string; readonly key?: string | undefined } | undefined,
  key: string,
): SecretKey | undefined =>
  reference === undefined ? undefined : { name: reference.name, key: reference.key ?? key };
