import type { InstallationSpec } from '../api/installation.ts';
import { image } from '../model/image.ts';
import type { Kind } from '../judge/judge.ts';
import type { Model, SecretKey } from '../model/model.ts';
import type { EndpointField } from '../products/endpoint.ts';
import type { Product } from '../products/product.ts';

/** A text that names a host: in the spec itself, or in a Secret that the spec names. */
export type Endpoint = {
  /** Path in the spec. */
  readonly path: string;
  readonly kind: Kind;
} & ({ readonly text: string } | { readonly secret: SecretKey });

/** Places of the shared fields. */
export const SHARED_ENDPOINTS: readonly EndpointField[] = [
  { path: 'spec.domain', kind: 'host' },
  {
    path: 'spec.ingress.annotations.*',
    kind: 'annotation',
    text: (value, key) => `${key}: ${String(value)}`,
  },
  { path: 'spec.database.external.secretRef', kind: 'dsn', key: 'url' },
];

/** Every text of a spec that names a host: the shared fields', then the product's. */
export const endpointsOf = (
  spec: InstallationSpec,
  model: Model,
  product: Product,
): readonly Endpoint[] => [
  ...images(model),
  ...[...SHARED_ENDPOINTS, ...product.endpoints].flatMap((field) => textsOf(spec, field)),
];

/** The registry is judged by one image, and every image that lies elsewhere in it by itself. */
function images(model: Model): readonly Endpoint[] {
  const keys = Object.keys(model.release.images);
  const standard = keys.find((key) => model.images.overrides[key]?.repository === undefined);
  const elsewhere = Object.entries(model.images.overrides).filter(
    ([key, { repository }]) => repository !== undefined && keys.includes(key),
  );
  const at = (path: string, key: string): Endpoint => ({
    path,
    kind: 'image',
    text: image(model, key),
  });
  return [
    ...(standard === undefined ? [] : [at('spec.images.registry', standard)]),
    ...elsewhere.map(([key]) => at(`spec.images.overrides[${key}]`, key)),
  ];
}

/** What stands at a path of a value. */
interface Place {
  readonly path: string;
  readonly value: unknown;
  /** Name of the last member. */
  readonly member: string;
}

function textsOf(spec: InstallationSpec, field: EndpointField): readonly Endpoint[] {
  const places = field.path
    .split('.')
    .slice(1)
    .reduce<readonly Place[]>(
      (found, step) => found.flatMap((place) => follow(place, step)),
      [{ path: 'spec', value: spec, member: '' }],
    );
  return places.map(({ path, value, member }): Endpoint => {
    const { kind, key, text } = field;
    if (key === undefined)
      return { path, kind, text: text === undefined ? String(value) : text(value, member) };
    const ref = value as { readonly name: string; readonly key?: string };
    return { path, kind, secret: { name: ref.name, key: ref.key ?? key } };
  });
}

/** One step of a path: a member, each member (`*`), or each entry of a member (`hosts[]`). */
function follow({ path, value }: Place, step: string): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const members = value as Readonly<Record<string, unknown>>;
  if (step === '*')
    return Object.entries(members).map(([member, inner]) => ({
      // A name with a dot or slash in it is no step of a path.
      path: /^\w+$/.test(member) ? `${path}.${member}` : `${path}[${member}]`,
      value: inner,
      member,
    }));
  const member = step.replace('[]', '');
  const inner = members[member];
  if (inner === undefined) return [];
  if (!step.endsWith('[]')) return [{ path: `${path}.${member}`, value: inner, member }];
  return Array.isArray(inner)
    ? inner.map((entry: unknown, index) => ({
        path: `${path}.${member}[${index}]`,
        value: entry,
        member,
      }))
    : [];
}
