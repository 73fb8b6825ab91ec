// Made by "npm run generate" from images-manifest/images.yaml; not edited.
import type { CompanionImage, ManifestImage } from '../images.ts';

/** The images manifest. */
export const IMAGES: readonly ManifestImage[] = [
  {
    key: 'backend',
    repository: 'makeplane/backend-commercial',
    tag: 'release',
    variants: {
      FIPS: 'makeplane/backend-commercial-fips',
    },
    usedBy: [
      'api',
      'external-api',
      'worker',
      'worker-importers',
      'beat-worker',
      'outbox-poller',
      'automation-consumer',
      'webhook-consumer',
      'agent-consumer',
      'search-index',
      'migration',
    ],
    when: 'always',
  },
  {
    key: 'web',
    repository: 'makeplane/web-commercial',
    tag: 'release',
    variants: {
      FIPS: 'makeplane/web-commercial-fips',
    },
    usedBy: ['web'],
    when: 'always',
  },
  {
    key: 'space',
    repository: 'makeplane/space-commercial',
    tag: 'release',
    variants: {
      FIPS: 'makeplane/space-commercial-fips',
    },
    usedBy: ['space'],
    when: 'always',
  },
  {
    key: 'admin',
    repository: 'makeplane/admin-commercial',
    tag: 'release',
    variants: {
      FIPS: 'makeplane/admin-commercial-fips',
    },
    usedBy: ['admin', 'setup'],
    when: 'always',
  },
  {
    key: 'live',
    repository: 'makeplane/live-commercial',
    tag: 'release',
    variants: {
      FIPS: 'makeplane/live-commercial-fips',
    },
    usedBy: ['live', 'live-exporter'],
    when: 'always',
  },
  {
    key: 'monitor',
    repository: 'makeplane/monitor-commercial',
    tag: 'release',
    variants: {
      FIPS: 'makeplane/monitor-commercial-fips',
    },
    usedBy: ['monitor'],
    when: 'always',
  },
  {
    key: 'silo',
    repository: 'makeplane/silo-commercial',
    tag: 'release',
    variants: {
      FIPS: 'makeplane/silo-commercial-fips',
    },
    usedBy: ['silo'],
    when: 'spec.plane.components.silo.enabled',
  },
  {
    key: 'email',
    repository: 'makeplane/email-commercial',
    tag: 'release',
    variants: {
      FIPS: 'makeplane/email-commercial-fips',
    },
    usedBy: ['email'],
    when: 'spec.plane.components.email.enabled',
  },
  {
    key: 'runner',
    repository: 'makeplane/node-runner-commercial',
    tag: 'release',
    variants: {
      FIPS: 'makeplane/node-runner-commercial-fips',
    },
    usedBy: ['runner'],
    when: 'spec.plane.components.runner.enabled',
  },
  {
    key: 'iframely',
    repository: 'makeplane/iframely',
    tag: 'v1.2.0',
    usedBy: ['iframely'],
    when: 'spec.plane.components.iframely.enabled',
  },
  {
    key: 'postgres',
    repository: 'library/postgres',
    tag: '15.7-alpine',
    products: ['Plane', 'TenantPlane'],
    usedBy: ['postgres', 'pi-database'],
    when: 'spec.database.embedded',
  },
  {
    key: 'valkey',
    repository: 'valkey/valkey',
    tag: '7.2.11-alpine',
    usedBy: ['valkey'],
    when: 'spec.plane.cache.embedded',
  },
  {
    key: 'rabbitmq',
    repository: 'library/rabbitmq',
    tag: '3.13.6-management-alpine',
    usedBy: ['rabbitmq'],
    when: 'spec.plane.broker.embedded',
  },
  {
    key: 'minio',
    repository: 'minio/minio',
    tag: 'RELEASE.2025-09-07T16-13-09Z',
    usedBy: ['minio'],
    when: 'spec.plane.objectStore.embedded',
  },
  {
    key: 'minio-client',
    repository: 'minio/mc',
    tag: 'RELEASE.2025-08-13T08-35-41Z',
    usedBy: ['bucket'],
    when: 'spec.plane.objectStore.embedded',
  },
  {
    key: 'pi',
    repository: 'makeplane/plane-pi-commercial',
    variants: {
      FIPS: 'makeplane/plane-pi-commercial-fips',
    },
    tag: 'release',
    usedBy: ['pi-migration', 'pi-api', 'pi-worker', 'pi-beat'],
    when: 'spec.plane.ai',
  },
  {
    key: 'opensearch',
    repository: 'opensearchproject/opensearch',
    tag: '3.3.2',
    usedBy: ['opensearch'],
    when: 'spec.plane.search.embedded',
  },
];

/** Images of what stands beside an installation. */
export const COMPANION_IMAGES: readonly CompanionImage[] = [
  {
    key: 'metrics-server',
    repository: 'metrics-server/metrics-server',
    tag: 'v0.9.0',
    when: 'spec.plane.components.api.autoscaling',
  },
];
