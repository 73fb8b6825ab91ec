// Made by "npm run generate" from images-manifest/images.yaml; not edited.
import type { ManifestImage } from '../images.ts';

/** The images manifest. */
export const IMAGES: readonly ManifestImage[] = [
  {
    key: 'postgres',
    repository: 'library/postgres',
    tag: '15.7-alpine',
    products: ['Plane', 'TenantPlane'],
    usedBy: ['postgres', 'pi-database'],
    when: 'spec.database.embedded',
  },
  {
    key: 'server',
    repository: 'unpublished/tenant-plane-server',
    tag: 'unpublished',
    unpublished:
      "the vendor's page on offline mode names neither the image of the server nor its versions",
    products: ['TenantPlane'],
    usedBy: ['server'],
    when: 'always',
  },
  {
    key: 'edge-bundles',
    repository: 'unpublished/edge-bundles',
    tag: 'unpublished',
    unpublished: 'it is made by the site, with the bundles of edge agents in it',
    products: ['TenantPlane'],
    usedBy: ['server'],
    when: 'spec.tenantPlane.edgeAgents.source.image',
  },
];
