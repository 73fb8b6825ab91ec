import { image } from '../model/image.ts';
import type { Model } from '../model/model.ts';
import type { Endpoint } from '../products/endpoint.ts';
import type { Product } from '../products/product.ts';

/** Every place of a model that names a host: the shared fields', then the product's. */
export const endpointsOf = (model: Model, product: Product): readonly Endpoint[] => [
  { path: 'spec.domain', kind: 'host', text: model.domain },
  ...images(model),
  ...database(model),
  ...product.endpoints(model),
];

/** The registry is judged by one image, and every image that lies elsewhere in it by itself. */
function images(model: Model): readonly Endpoint[] {
  const keys = Object.keys(model.release.images);
  const standard = keys.find((key) => model.images.overrides[key]?.repository === undefined);
  const elsewhere = Object.entries(model.images.overrides).filter(
    ([key, { repository }]) => repository !== undefined && keys.includes(key),
  );
  return [
    ...(standard === undefined ? [] : [at('spec.images.registry', image(model, standard))]),
    ...elsewhere.map(([key]) => at(`spec.images.overrides[${key}]`, image(model, key))),
  ];
}

const at = (path: string, text: string): Endpoint => ({ path, kind: 'image', text });

const database = ({ database: store }: Model): readonly Endpoint[] =>
  store.kind === 'external'
    ? [{ path: 'spec.database.external.secretRef', kind: 'dsn', secret: store.secret }]
    : [];
