import { asEnv, secret } from '../../shared/objects.ts';
import { httpProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { secretNames, USER } from '../secrets.ts';
import { stateful } from '../workload.ts';

/** Embedded MinIO: one pod, one volume. */
export const minio: PlanePart = (context) => {
  const { model, inputs } = context;
  if (model.own.objectStore.embedded === undefined) return undefined;
  const login = secret(model, 'minio-env', {
    MINIO_ROOT_USER: USER,
    MINIO_ROOT_PASSWORD: inputs.value(secretNames(model).minio, 'password'),
  });
  return stateful(context, {
    name: 'minio',
    settings: context.model.own.components?.minio,
    image: 'minio',
    // The image runs as any user that may write its volume.
    user: { uid: 1000, gid: 1000 },
    path: '/data',
    ports: { s3: 9000, console: 9090 },
    objects: [login],
    container: {
      args: ['server', '/data', '--console-address', ':9090'],
      envFrom: [asEnv(login)],
      // Asks for newer versions on the internet unless told not to.
      env: { MINIO_UPDATE: 'off' },
      probes: httpProbes('s3', { ready: '/minio/health/ready', live: '/minio/health/live' }),
    },
  });
};
