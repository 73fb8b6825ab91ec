import { image } from '../../../model/image.ts';
import { asEnv, secret } from '../../shared/objects.ts';
import { httpProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { secretNames, USER } from '../secrets.ts';
import { stateful } from '../workload.ts';

/** Embedded MinIO: one pod, one volume. */
export const minio: PlanePart = (context) => {
  const { model, inputs } = context;
  const { embedded } = model.own.objectStore;
  if (embedded === undefined) return undefined;
  const login = secret(model, 'minio-env', {
    MINIO_ROOT_USER: USER,
    MINIO_ROOT_PASSWORD: inputs.value(secretNames(model).minio, 'password'),
    // Asks for newer versions on the internet unless told not to.
    MINIO_UPDATE: 'off',
  });
  const part = stateful(context, {
    name: 'minio',
    user: { uid: 1000, gid: 1000 },
    ports: { s3: 9000, console: 9090 },
    volume: { name: 'data', size: embedded.size ?? '10Gi' },
    container: {
      name: 'minio',
      image: image(model, 'minio'),
      args: ['server', '/data', '--console-address', ':9090'],
      ports: { s3: 9000, console: 9090 },
      envFrom: [asEnv(login)],
      resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } },
      probes: httpProbes('s3', { ready: '/minio/health/ready', live: '/minio/health/live' }),
      mounts: { data: { path: '/data' } },
    },
  });
  return { ...part, objects: [login, ...part.objects] };
};
