import { asEnv, config, secret } from '../../shared/objects.ts';
import { execProbes } from '../../shared/probes.ts';
import { DATABASE } from '../connections.ts';
import type { PlanePart } from '../context.ts';
import { MAKE_PI_DATABASE } from '../pi-database.ts';
import { secretNames, USER } from '../secrets.ts';
import { stateful } from '../workload.ts';

/** Embedded PostgreSQL: one pod, one volume. */
export const postgres: PlanePart = (context) => {
  const { model, inputs } = context;
  if (model.database.kind !== 'embedded') return undefined;
  const login = secret(model, 'postgres-env', {
    POSTGRES_USER: USER,
    POSTGRES_PASSWORD: inputs.value(secretNames(model).postgres, 'password'),
    POSTGRES_DB: DATABASE,
  });
  const init = config(model, 'postgres-init', {
    // Run once, on an empty volume, after the image made Plane's own database.
    'init-dbs.sql': MAKE_PI_DATABASE,
  });
  return stateful(context, {
    name: 'postgres',
    settings: context.model.own.components?.postgres,
    image: 'postgres',
    // The user "postgres" of the Alpine image.
    user: { uid: 70, gid: 70 },
    path: '/var/lib/postgresql/data',
    ports: { postgres: 5432 },
    // Time for a checkpoint.
    grace: 60,
    objects: [login, init],
    container: {
      envFrom: [asEnv(login)],
      // A folder below the mount: the root of a volume may hold lost+found.
      env: { PGDATA: '/var/lib/postgresql/data/plane' },
      // By TCP: while the first start makes databases, a temporary server answers on the socket alone.
      probes: execProbes(['pg_isready', '-h', '127.0.0.1', '-U', USER, '-d', DATABASE]),
      mounts: {
        init: {
          path: '/docker-entrypoint-initdb.d',
          readOnly: true,
          volume: { configMap: { name: init.metadata.name } },
        },
        // Parallel queries share memory here; the runtime's 64 MiB are too few for them.
        shm: { path: '/dev/shm', volume: { emptyDir: { medium: 'Memory', sizeLimit: '256Mi' } } },
      },
    },
  });
};
