import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Recipe } from '../image.ts';

const script = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
const SYSTEM = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const ENTRYPOINT = 'usr/local/bin/docker-entrypoint.sh';

/** The images of the stores, as a release names them. */
type Named = Readonly<Record<string, { readonly repository: string; readonly tag: string }>>;

/** What every pod's sandbox runs. */
export const PAUSE: Recipe = {
  reference: 'pause:1',
  config: { Cmd: ['/bin/sleep', 'infinity'], Env: [] },
};

/**
 * Stand-ins for the images of the stores, of Debian's software: their entrypoints keep the contract that the
 * originals' documentation names (environment, folders, arguments, users by number), as far as we use it.
 * `prefix` is the path of the mirror, with a slash at its end.
 */
export const stores = (images: Named, prefix: string): readonly Recipe[] => {
  const reference = (key: string): string => {
    const { repository = '', tag = '' } = images[key] ?? {};
    return `${prefix}${repository}:${tag}`;
  };
  return [
    {
      reference: reference('postgres'),
      user: { name: 'postgres', uid: 70, gid: 70 },
      programs: { [ENTRYPOINT]: script('postgres.sh') },
      folders: ['var/lib/postgresql/data', 'run/postgresql', 'docker-entrypoint-initdb.d'],
      config: {
        Entrypoint: ['docker-entrypoint.sh'],
        Cmd: ['postgres'],
        Env: [
          `PATH=/usr/lib/postgresql/15/bin:${SYSTEM}`,
          'PGDATA=/var/lib/postgresql/data',
          'LANG=C.UTF-8',
        ],
      },
    },
    {
      reference: reference('valkey'),
      user: { name: 'valkey', uid: 999, gid: 1000 },
      programs: { [ENTRYPOINT]: script('valkey.sh') },
      links: {
        'usr/local/bin/valkey-server': '/usr/bin/redis-server',
        'usr/local/bin/valkey-cli': '/usr/bin/redis-cli',
      },
      folders: ['data'],
      config: {
        Entrypoint: ['docker-entrypoint.sh'],
        Cmd: ['valkey-server'],
        Env: [`PATH=${SYSTEM}`],
        WorkingDir: '/data',
      },
    },
    {
      reference: reference('rabbitmq'),
      user: { name: 'rabbitmq', uid: 100, gid: 101 },
      files: {
        'etc/rabbitmq/enabled_plugins': '[rabbitmq_management,rabbitmq_prometheus].\n',
        'etc/rabbitmq/conf.d/10-defaults.conf':
          'loopback_users.guest = false\nlog.console = true\n',
      },
      folders: ['var/lib/rabbitmq', 'var/log/rabbitmq'],
      config: {
        Cmd: ['rabbitmq-server'],
        Env: [
          `PATH=/usr/lib/rabbitmq/bin:${SYSTEM}`,
          'RABBITMQ_DATA_DIR=/var/lib/rabbitmq',
          'HOME=/var/lib/rabbitmq',
          'LANG=C.UTF-8',
        ],
      },
    },
  ];
};
