/**
 * What the vendor's chart 3.5.1 (v3.1.2) always runs, copied from `reference/plane.md` 1.2 to 4.1 and not from
 * our sources. Wherever what we render differs on purpose, `differs` says why.
 */
export interface PartFacts {
  readonly repository: string;
  /** Tag of infrastructure; the vendor's own follow the release. */
  readonly tag?: string;
  readonly kind: 'Deployment' | 'StatefulSet' | 'Job';
  /** Command and arguments; none for the image's own. */
  readonly run: readonly string[];
  readonly ports: readonly number[];
  /** Sources of environment in order. */
  readonly envFrom: readonly string[];
  readonly env: readonly string[];
  /** `memory/cpu` of requests, then of limits; none where the chart sets none. */
  readonly resources?: readonly [requests: string, limits: string];
  /** Where the volume is mounted. */
  readonly volume?: string;
  /** What is rendered instead, and why. */
  readonly differs?: {
    readonly tag?: Difference<string>;
    readonly run?: Difference<readonly string[]>;
    readonly envFrom?: Difference<readonly string[]>;
    readonly env?: Difference<readonly string[]>;
  };
}

interface Difference<T> {
  readonly is: T;
  readonly why: string;
}

/** Sets of API, workers and migration; the last where silo is on, which it is by default. */
export const DJANGO = [
  'app-vars',
  'app-secrets',
  'doc-store-secrets',
  'opensearch-secrets',
  'silo-secrets',
];

/** Why a script is started by itself. */
export const NO_SHELL =
  'the shell is there to install authorities as root; ours are mounted, and the script is the process';
/** Variables of a worker. */
export const OWN_PROCESSES = {
  is: ['OTEL_SERVICE_NAME', 'CELERY_WORKER_CONCURRENCY'],
  why: 'the number of processes follows the limit, not the node',
};
const OWN_LOGIN = 'it reads its login and nothing else, so that no other setting restarts it';
const BY_RELEASE = 'the chart says "latest", which moves';

/** Part by part, for everything embedded. */
export const PART_FACTS: Readonly<Record<string, PartFacts>> = {
  postgres: {
    repository: 'library/postgres',
    tag: '15.7-alpine',
    kind: 'StatefulSet',
    run: [],
    ports: [5432],
    envFrom: ['pgdb-secrets'],
    env: ['PGDATA'],
    volume: '/var/lib/postgresql/data',
    differs: { envFrom: { is: ['postgres-env'], why: 'the part is named for what it is' } },
  },
  valkey: {
    repository: 'valkey/valkey',
    tag: '7.2.11-alpine',
    kind: 'StatefulSet',
    run: [],
    ports: [6379],
    envFrom: [],
    env: [],
    volume: '/data',
    differs: {
      run: { is: ['/etc/valkey/valkey.conf'], why: 'it has a password and a bound of memory' },
      envFrom: { is: ['valkey-env'], why: 'the probes sign in' },
    },
  },
  rabbitmq: {
    repository: 'library/rabbitmq',
    tag: '3.13.6-management-alpine',
    kind: 'StatefulSet',
    run: [],
    ports: [5672, 15672],
    envFrom: ['rabbitmq-secrets'],
    env: [],
    volume: '/var/lib/rabbitmq',
    differs: {
      envFrom: { is: ['rabbitmq-env'], why: OWN_LOGIN },
      env: {
        is: ['RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS'],
        why: 'its memory alarm rings by its own limit, not by the memory of the node',
      },
    },
  },
  minio: {
    repository: 'minio/minio',
    tag: 'latest',
    kind: 'StatefulSet',
    run: ['server', '/data', '--console-address', ':9090'],
    ports: [9000, 9090],
    envFrom: ['doc-store-secrets'],
    env: [],
    volume: '/data',
    differs: {
      tag: { is: 'RELEASE.2025-09-07T16-13-09Z', why: BY_RELEASE },
      envFrom: { is: ['minio-env'], why: OWN_LOGIN },
      env: { is: ['MINIO_UPDATE'], why: 'it asks for newer versions on the internet otherwise' },
    },
  },
  bucket: {
    repository: 'minio/mc',
    tag: 'latest',
    kind: 'Job',
    run: ['/bin/sh', '-c'],
    ports: [],
    envFrom: ['doc-store-secrets'],
    env: [],
    differs: {
      tag: { is: 'RELEASE.2025-08-13T08-35-41Z', why: BY_RELEASE },
      envFrom: { is: ['bucket-env'], why: OWN_LOGIN },
      env: { is: ['MC_CONFIG_DIR'], why: 'it does not run as root and has no home' },
    },
  },
  migration: {
    repository: 'makeplane/backend-commercial',
    kind: 'Job',
    run: ['./bin/docker-entrypoint-migrator.sh'],
    ports: [],
    envFrom: DJANGO,
    env: [],
  },
  monitor: {
    repository: 'makeplane/monitor-commercial',
    kind: 'StatefulSet',
    run: ['prime-monitor', 'start-airgapped'],
    ports: [8080],
    envFrom: ['monitor-vars'],
    env: [],
    resources: ['128Mi/100m', '1000Mi/500m'],
    volume: '/app',
  },
  api: {
    repository: 'makeplane/backend-commercial',
    kind: 'Deployment',
    run: ['/bin/bash', '-c', './bin/docker-entrypoint-api-ee.sh'],
    ports: [8000],
    envFrom: DJANGO,
    env: ['OTEL_SERVICE_NAME'],
    resources: ['512Mi/200m', '2Gi/1000m'],
    differs: { run: { is: ['./bin/docker-entrypoint-api-ee.sh'], why: NO_SHELL } },
  },
  worker: {
    repository: 'makeplane/backend-commercial',
    kind: 'Deployment',
    run: ['/bin/bash', '-c', './bin/docker-entrypoint-worker.sh'],
    ports: [],
    envFrom: DJANGO,
    env: ['OTEL_SERVICE_NAME'],
    resources: ['1Gi/200m', '2Gi/1000m'],
    differs: {
      run: { is: ['./bin/docker-entrypoint-worker.sh'], why: NO_SHELL },
      env: OWN_PROCESSES,
    },
  },
  'beat-worker': {
    repository: 'makeplane/backend-commercial',
    kind: 'Deployment',
    run: ['./bin/docker-entrypoint-beat.sh'],
    ports: [],
    envFrom: DJANGO,
    env: ['OTEL_SERVICE_NAME'],
    resources: ['512Mi/100m', '2Gi/500m'],
  },
  live: {
    repository: 'makeplane/live-commercial',
    kind: 'Deployment',
    run: [],
    ports: [3000],
    envFrom: ['live-vars', 'live-secrets'],
    env: ['OTEL_SERVICE_NAME'],
    resources: ['512Mi/100m', '2000Mi/500m'],
  },
  web: {
    repository: 'makeplane/web-commercial',
    kind: 'Deployment',
    run: [],
    ports: [3000],
    envFrom: [],
    env: [],
    resources: ['128Mi/100m', '1000Mi/500m'],
  },
  admin: {
    repository: 'makeplane/admin-commercial',
    kind: 'Deployment',
    run: [],
    ports: [3000],
    envFrom: [],
    env: [],
    resources: ['128Mi/100m', '1000Mi/500m'],
  },
  space: {
    repository: 'makeplane/space-commercial',
    kind: 'Deployment',
    run: [],
    ports: [3000],
    envFrom: [],
    env: ['OTEL_SERVICE_NAME'],
    resources: ['256Mi/100m', '1000Mi/500m'],
  },
};

/** Paths of the domain, by part and port. `beside` are ours. */
export const ROUTES: readonly (readonly [path: string, part: string, port: number])[] = [
  ['/', 'web', 3000],
  ['/spaces/', 'space', 3000],
  ['/god-mode/', 'admin', 3000],
  ['/api/', 'api', 8000],
  ['/auth/', 'api', 8000],
  ['/graphql/', 'api', 8000],
  ['/marketplace/', 'api', 8000],
  ['/live/', 'live', 3000],
  ['/silo/', 'silo', 3000],
  ['/pi/', 'pi-api', 8000],
  ['/uploads', 'minio', 9000],
];

/** Routes that the chart lacks, and why they are there. */
export const ROUTES_BESIDE: Readonly<Record<string, string>> = {
  '/static/': 'assets of the API’s own pages; the community edition’s proxy has it',
};
