import type { Model } from '../../operator/model/model.ts';
import { heldLicense } from '../../operator/model/names.ts';
import type { Demand } from '../../operator/license/demand.ts';
import type { Product } from '../../operator/products/product.ts';
import { toy } from './toy-product.ts';

/** Tenant of every installation of it. */
export const TENANT = 'acme-corp';

/** The toy product with a signed licence; its part `extra` needs an add-on, and its web reads the licence as a file. */
export const signedToy: Product = {
  ...toy,
  releases: ['v1.0.0', 'v1.0.1', 'v1.1.0'].map((version) => ({
    version,
    upgradesFrom: 'v1.0.0',
    images: { web: { repository: 'toy/web', tag: version } },
  })),
  license: {
    kind: 'Signed',
    tenant: () => TENANT,
    demands: (model) => (hasExtra(model) ? [NEEDS_ADDON] : []),
  },
  parts: (model, inputs) => [
    ...toy.parts(model, inputs),
    ...(hasExtra(model) ? [extra(model)] : []),
  ],
};

const NEEDS_ADDON: Demand = { what: 'the part "extra"', addon: 'automation_pro' };

/** `spec.profile: HighAvailability` adds the part: a field that the schema has. */
const hasExtra = ({ profile }: Model): boolean => profile === 'HighAvailability';

const extra = (model: Model): ReturnType<Product['parts']>[number] => ({
  name: 'extra',
  after: [],
  objects: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: `${model.name}-extra` },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'extra' } },
        template: {
          metadata: { labels: { app: 'extra' } },
          spec: {
            containers: [{ name: 'extra', image: 'registry.corp.example.com/extra:1' }],
            volumes: [{ name: 'license', secret: { secretName: heldLicense(model) } }],
          },
        },
      },
    },
  ],
});
