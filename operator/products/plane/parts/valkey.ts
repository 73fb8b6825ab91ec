import { asEnv, secret } from '../../shared/objects.ts';
import { execProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { secretNames } from '../secrets.ts';
import { memoryLimit, stateful } from '../workload.ts';

const FOLDER = '/etc/valkey';
const FILE = 'valkey.conf';

/**
 * The vendor runs it with no settings at all: without a password, and until the kernel kills it for its memory. What
 * is only cached goes first; the queue of the search, which never expires, stays.
 */
const settings = (password: string, memory: bigint): string => `dir /data
requirepass ${password}
maxmemory ${(memory * 3n) / 4n}
maxmemory-policy volatile-lru
`;

/** Embedded Valkey: one pod, one volume. */
export const valkey: PlanePart = (context) => {
  const { model, inputs } = context;
  if (model.own.cache.embedded === undefined) return undefined;
  const password = inputs.value(secretNames(model).valkey, 'password');
  const memory = memoryLimit(context, 'valkey', context.model.own.components?.valkey?.resources);
  const file = secret(model, 'valkey-conf', { [FILE]: settings(password, memory) });
  // What its own client, and so the probes, sign in with.
  const login = secret(model, 'valkey-env', { REDISCLI_AUTH: password });
  return stateful(context, {
    name: 'valkey',
    settings: context.model.own.components?.valkey,
    image: 'valkey',
    // The user "valkey" of the Alpine image.
    user: { uid: 999, gid: 1000 },
    path: '/data',
    ports: { redis: 6379 },
    objects: [file, login],
    container: {
      args: [`${FOLDER}/${FILE}`],
      envFrom: [asEnv(login)],
      // With -e an answer that is an error, such as LOADING, is a failure.
      probes: execProbes(['valkey-cli', '-e', 'ping']),
      mounts: {
        settings: {
          path: FOLDER,
          readOnly: true,
          volume: { secret: { secretName: file.metadata.name } },
        },
      },
    },
  });
};
