import { image } from '../../../model/image.ts';
import { serviceHost } from '../../../model/names.ts';
import { asEnv, job, secret } from '../../shared/objects.ts';
import { podTemplate } from '../../shared/pod.ts';
import { BUCKET } from '../connections.ts';
import type { PlanePart } from '../context.ts';
import { VENDOR_USER } from '../context.ts';
import { secretNames, USER } from '../secrets.ts';
import { merged } from '../workload.ts';

/**
 * Any failing line fails the Job. Files are read by signed URLs alone; the vendor's script lets the world read the
 * bucket and ends well whatever happened.
 */
const SCRIPT = `set -eu
mc alias set store "$ENDPOINT" "$MINIO_ROOT_USER" "$MINIO_ROOT_PASSWORD"
mc mb --ignore-existing "store/$BUCKET"
mc anonymous set private "store/$BUCKET"
`;

/** Makes the bucket of the embedded object store. */
export const bucket: PlanePart = ({ model, inputs, release, environment: { trust } }) => {
  if (model.own.objectStore.embedded === undefined) return undefined;
  const settings = model.own.components?.bucket;
  const env = secret(model, 'bucket-env', {
    ENDPOINT: `http://${serviceHost(model, 'minio')}:9000`,
    BUCKET,
    MINIO_ROOT_USER: USER,
    MINIO_ROOT_PASSWORD: inputs.value(secretNames(model).minio, 'password'),
  });
  const template = podTemplate(model, 'bucket', {
    options: { user: VENDOR_USER, restartPolicy: 'Never', scheduling: settings },
    container: {
      name: 'bucket',
      image: image(model, 'minio-client'),
      command: ['/bin/sh', '-c', SCRIPT],
      envFrom: [asEnv(env)],
      // The client writes its settings below its home, and this user has none.
      env: { ...trust.env, MC_CONFIG_DIR: '/tmp/mc' },
      resources: merged(release.defaults.resources.bucket, settings?.resources),
      mounts: trust.mounts,
    },
  });
  return {
    name: 'bucket',
    after: ['config', 'minio'],
    objects: [env, job(model, 'bucket', { backoffLimit: 6, template })],
  };
};
