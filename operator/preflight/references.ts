import type { Model } from '../model/model.ts';
import type { Product, Reference } from '../products/product.ts';

/** Everything outside the installation that a model names: the shared fields', then the product's. */
export function references(model: Model, product: Product): readonly Reference[] {
  return [...images(model), ...entry(model), ...stores(model), ...product.references(model)];
}

const images = ({ images: { pullSecrets } }: Model): readonly Reference[] =>
  pullSecrets.map((name, index) => ({
    kind: 'Secret',
    path: `spec.images.pullSecrets[${index}].name`,
    name,
    keys: ['.dockerconfigjson'],
  }));

function* entry({ ingress, certificates }: Model): Iterable<Reference> {
  yield { kind: 'IngressClass', path: 'spec.ingress.className', name: ingress.className };
  if (certificates?.kind === 'secret') {
    yield {
      kind: 'Secret',
      path: 'spec.certificates.secretRef.name',
      name: certificates.secretName,
      keys: ['tls.crt', 'tls.key'],
    };
  }
  if (certificates?.kind === 'issuer') {
    yield {
      kind: certificates.issuer.kind,
      path: 'spec.certificates.issuerRef.name',
      name: certificates.issuer.name,
    };
  }
}

function* stores({ trust, database, storageClass }: Model): Iterable<Reference> {
  if (trust !== undefined)
    yield { kind: 'Secret', path: 'spec.trust.secretRef', name: trust.name, keys: [trust.key] };
  if (database.kind === 'external') {
    const { name, key } = database.secret;
    yield { kind: 'Secret', path: 'spec.database.external.secretRef', name, keys: [key] };
  }
  // Plane's monitor always has a volume, so a class is always needed; the empty name is the default one.
  yield { kind: 'StorageClass', path: 'spec.storage.className', name: storageClass ?? '' };
}
