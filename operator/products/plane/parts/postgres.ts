import { asEnv, config, secret } from '../../shared/objects.ts';
import { execProbes } from '../../shared/probes.ts';
import { DATABASE } from '../connections.ts';
import type { PlanePart } from '../context.ts';
import { secretNames, USER } from '../secrets.ts';
import { stateful } from '../workload.ts';

/**
 * Run once, on an empty volume, after the image made Plane's own database. Plane AI wants another beside it; psql's
 * \gexec runs the statement only where that is missing. The vendor's script ends with an error and makes none.
 */
const INIT_SQL = `SELECT 'CREATE DATABASE plane_pi'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'plane_pi')\\gexec
`;

/** Embedded PostgreSQL: one pod, one volume. */
export const postgres: PlanePart = (context) => {
  const { model, inputs } = context;
  if (model.database.kind !== 'embedded') return undefined;
  const login = secret(model, 'postgres-env', {
    POSTGRES_USER: USER,
    POSTGRES_PASSWORD: inputs.value(secretNames(model).postgres, 'password'),
    POSTGRES_DB: DATABASE,
  });
  const init = config(model, 'postgres-init', { 'init-dbs.sql': INIT_SQL });
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
