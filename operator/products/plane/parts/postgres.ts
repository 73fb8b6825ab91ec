import { image } from '../../../model/image.ts';
import { asEnv, config, secret } from '../../shared/objects.ts';
import { execProbes } from '../../shared/probes.ts';
import { DATABASE } from '../connections.ts';
import type { PlanePart } from '../context.ts';
import { secretNames, USER } from '../secrets.ts';
import { stateful } from '../workload.ts';

/** Plane AI wants a database of its own beside Plane's; psql's \gexec runs the statement only where it is missing. */
const INIT_SQL = `SELECT 'CREATE DATABASE plane_pi' WHERE NOT EXISTS (SELECT 1 FROM pg_database WHERE datname = 'plane_pi')\\gexec\n`;

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
  const part = stateful(context, {
    name: 'postgres',
    // The image's own user.
    user: { uid: 70, gid: 70 },
    ports: { postgres: 5432 },
    volume: { name: 'data', size: model.database.size ?? '10Gi' },
    grace: 60,
    container: {
      name: 'postgres',
      image: image(model, 'postgres'),
      ports: { postgres: 5432 },
      envFrom: [asEnv(login)],
      // A folder below the mount: the root of a volume may hold lost+found.
      env: { PGDATA: '/var/lib/postgresql/data/plane' },
      resources: { requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '2Gi' } },
      probes: execProbes(['pg_isready', '-U', USER, '-d', DATABASE]),
      mounts: {
        data: { path: '/var/lib/postgresql/data' },
        init: {
          path: '/docker-entrypoint-initdb.d',
          readOnly: true,
          volume: { configMap: { name: init.metadata.name } },
        },
      },
    },
  });
  return { ...part, objects: [login, init, ...part.objects] };
};
