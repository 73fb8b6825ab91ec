// Made by "npm run generate" from images-manifest/images.yaml; not edited.
import type { ManifestImage } from '../images.ts';

/** The images manifest. */
export const IMAGES: readonly ManifestImage[] = [
  {
    key: 'backend',
    repository: 'makeplane/backend-commercial',
    tag: 'release',
    usedBy: ['api', 'worker', 'beat-worker', 'migration'],
    when: 'always',
  },
  {
    key: 'web',
    repository: 'makeplane/web-commercial',
    tag: 'release',
    usedBy: ['web'],
    when: 'always',
  },
  {
    key: 'space',
    repository: 'makeplane/space-commercial',
    tag: 'release',
    usedBy: ['space'],
    when: 'always',
  },
  {
    key: 'admin',
    repository: 'makeplane/admin-commercial',
    tag: 'release',
    usedBy: ['admin'],
    when: 'always',
  },
  {
    key: 'live',
    repository: 'makeplane/live-commercial',
    tag: 'release',
    usedBy: ['live'],
    when: 'always',
  },
  {
    key: 'monitor',
    repository: 'makeplane/monitor-commercial',
    tag: 'release',
    usedBy: ['monitor'],
    when: 'always',
  },
  {
    key: 'postgres',
    repository: 'library/postgres',
    tag: '15.7-alpine',
    usedBy: ['postgres'],
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
];
