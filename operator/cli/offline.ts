import type { Finding } from '../api/finding.ts';
import type { InstallationSpec } from '../api/installation.ts';
import { parseSpec } from '../api/parse.ts';
import { stamp } from '../apply/stamp.ts';
import type { KubeObject } from '../api/object.ts';
import { resolve } from '../model/resolve.ts';
import { evaluate } from '../preflight/index.ts';
import { endpointsOf } from '../preflight/endpoints.ts';
import { policyFact, UNKNOWN_POLICY } from '../preflight/policy.ts';
import type { Inputs, Product } from '../products/product.ts';
import { withKnownVersion } from '../reconcile/candidate.ts';
import type { Manifest } from './input.ts';

/** Values that only a cluster knows, as they stand in what is printed. */
const PLACEHOLDERS: Inputs = {
  value: (secret, key) => `from-${secret}-${key}`.replaceAll(/[^A-Za-z0-9-]/g, '-'),
};

const NO_FACTS = {
  references: [],
  secrets: {},
  certificates: { sources: [], seen: [], mistakes: [], next: undefined },
  volumes: [],
  claims: {},
  storageClasses: [],
  ingressClasses: [],
  priorityClasses: [],
  apiServices: {},
  issuers: [],
  kept: [],
  license: undefined,
  accepted: undefined,
  endpoints: [],
  policy: UNKNOWN_POLICY,
};

/** Everything that can be found wrong without a cluster; where hosts lead only when a policy is given. */
export function checkOffline(
  { name, namespace, spec, mistakes }: Manifest,
  products: readonly Product[],
  policySpec?: unknown,
): readonly Finding[] {
  const parsed = parseSpec(products, spec);
  if (!parsed.ok) return [...mistakes, ...parsed.error];
  const product = productOf(parsed.value, products);
  const identity = { name, namespace, uid: '' };
  const model = resolve(withKnownVersion(parsed.value, product), identity, product);
  const facts = {
    ...NO_FACTS,
    ...(policySpec === undefined ? {} : { policy: policyFact(policySpec, namespace) }),
    endpoints: endpointsOf(parsed.value, model, product),
  };
  const findings = evaluate({ spec: parsed.value, name, product, facts }, { online: false });
  return [...mistakes, ...findings, ...product.check({ model, inputs: undefined })];
}

/** What would be applied, in the order of the parts. Values of Secrets are placeholders. *Assumes* {@link checkOffline} found nothing to refuse. */
export function renderOffline(
  { name, namespace, spec }: Manifest,
  products: readonly Product[],
): readonly KubeObject[] {
  const parsed = parseSpec(products, spec);
  if (!parsed.ok) throw new TypeError('Cannot render: the spec is not valid');
  const product = productOf(parsed.value, products);
  const model = resolve(parsed.value, { name, namespace, uid: '' }, product);
  return product
    .parts(model, PLACEHOLDERS)
    .flatMap((part) => stamp(model, part).map(({ object }) => object));
}

function productOf(spec: InstallationSpec, products: readonly Product[]): Product {
  const product = products.find(({ name }) => name === spec.product);
  if (product === undefined)
    throw new TypeError(`Cannot find product "${spec.product}": the schema should have refused it`);
  return product;
}
