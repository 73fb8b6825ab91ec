import type { PartFacts } from './vendor-facts.ts';
import { NO_SHELL, OWN_PROCESSES } from './vendor-facts.ts';

const AI = ['pi-api-vars', 'pi-api-secrets', 'doc-store-secrets', 'opensearch-secrets'];

const pi = (role: string): Pick<PartFacts, 'repository' | 'run' | 'envFrom' | 'differs'> => ({
  repository: 'makeplane/plane-pi-commercial',
  run: ['/bin/bash', '-c', `./bin/entrypoint-${role}.sh`],
  envFrom: AI,
  differs: { run: { is: [`./bin/entrypoint-${role}.sh`], why: NO_SHELL } },
});

/** Parts of Plane AI, copied like the others from `reference/plane.md` 2.2, 2.5 and 2.6. */
export const AI_FACTS: Readonly<Record<string, PartFacts>> = {
  'pi-database': {
    repository: 'library/postgres',
    tag: '15.7-alpine',
    kind: 'Job',
    // The chart leaves it to the first start of its PostgreSQL, whose script fails before it makes the database.
    run: [],
    ports: [],
    envFrom: [],
    env: [],
    differs: {
      run: { is: ['/bin/sh', '-c'], why: 'nobody makes the database otherwise' },
      envFrom: { is: ['pi-database-env'], why: 'it signs in as the owner of the PostgreSQL' },
    },
  },
  'pi-migration': { ...pi('migrator'), kind: 'Job', ports: [], env: [] },
  'pi-api': {
    ...pi('api'),
    kind: 'Deployment',
    ports: [8000],
    env: [],
    resources: ['512Mi/200m', '2Gi/1000m'],
  },
  'pi-worker': {
    ...pi('celery-worker'),
    kind: 'Deployment',
    ports: [],
    env: [],
    resources: ['256Mi/100m', '1000Mi/500m'],
    differs: {
      ...pi('celery-worker').differs,
      env: { ...OWN_PROCESSES, is: ['CELERY_WORKER_CONCURRENCY'] },
    },
  },
  'pi-beat': {
    ...pi('celery-beat'),
    kind: 'Deployment',
    ports: [],
    env: [],
    resources: ['256Mi/100m', '1000Mi/500m'],
  },
};
