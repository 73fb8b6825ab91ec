import type { Part } from '../product.ts';
import { asEnv, config, secret } from './objects.ts';
import { execProbes } from './probes.ts';
import { stateful } from './workload.ts';
import type { Alone, Bench } from './workload.ts';

const FOLDER = '/var/lib/postgresql/data';

/** What differs between products. */
export interface Postgres {
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly settings: Alone | undefined;
  /** Folder of the data, below that of the volume. */
  readonly folder: string;
  /** SQL that is run once, on an empty volume, after the database was made. */
  readonly init?: string;
}

/** Embedded PostgreSQL: one pod, one volume. */
export function postgresPart<Workload extends string>(
  bench: Bench<Workload | 'postgres', 'postgres'>,
  { user, password, database, settings, folder, init }: Postgres,
): Part {
  const { model } = bench;
  const login = secret(model, 'postgres-env', {
    POSTGRES_USER: user,
    POSTGRES_PASSWORD: password,
    POSTGRES_DB: database,
  });
  const script =
    init === undefined ? undefined : config(model, 'postgres-init', { 'init-dbs.sql': init });
  return stateful(bench, {
    name: 'postgres',
    settings,
    image: 'postgres',
    // The user "postgres" of the Alpine image.
    user: { uid: 70, gid: 70 },
    path: FOLDER,
    ports: { postgres: 5432 },
    // Time for a checkpoint.
    grace: 60,
    objects: [login, ...(script === undefined ? [] : [script])],
    container: {
      envFrom: [asEnv(login)],
      // A folder below the mount: the root of a volume may hold lost+found.
      env: { PGDATA: `${FOLDER}/${folder}` },
      // By TCP: while the first start makes databases, a temporary server answers on the socket alone.
      probes: execProbes(['pg_isready', '-h', '127.0.0.1', '-U', user, '-d', database]),
      mounts: {
        ...(script === undefined
          ? {}
          : {
              init: {
                path: '/docker-entrypoint-initdb.d',
                readOnly: true,
                volume: { configMap: { name: script.metadata.name } },
              },
            }),
        // Parallel queries share memory here; the runtime's 64 MiB are too few for them.
        shm: { path: '/dev/shm', volume: { emptyDir: { medium: 'Memory', sizeLimit: '256Mi' } } },
      },
    },
  });
}
