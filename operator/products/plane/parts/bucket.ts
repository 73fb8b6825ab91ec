import { image } from '../../../model/image.ts';
import { contentName, serviceHost } from '../../../model/names.ts';
import { asEnv, secret } from '../../shared/objects.ts';
import { podTemplate } from '../../shared/pod.ts';
import { BUCKET } from '../connections.ts';
import type { PlanePart } from '../context.ts';
import { VENDOR_USER } from '../context.ts';
import { secretNames, USER } from '../secrets.ts';

/** Any failing line fails the Job; nobody may read the bucket without a signed URL. */
const SCRIPT = `set -eu
mc alias set store "$ENDPOINT" "$MINIO_ROOT_USER" "$MINIO_ROOT_PASSWORD"
mc mb --ignore-existing "store/$BUCKET"
mc anonymous set none "store/$BUCKET"
`;

/** Makes the bucket of the embedded object store. */
export const bucket: PlanePart = ({ model, inputs }) => {
  if (model.own.objectStore.embedded === undefined) return undefined;
  const env = secret(model, 'bucket-env', {
    ENDPOINT: `http://${serviceHost(model, 'minio')}:9000`,
    BUCKET,
    MINIO_ROOT_USER: USER,
    MINIO_ROOT_PASSWORD: inputs.value(secretNames(model).minio, 'password'),
  });
  const template = podTemplate(model, 'bucket', {
    options: { user: VENDOR_USER, restartPolicy: 'Never' },
    container: {
      name: 'bucket',
      image: image(model, 'minio-client'),
      command: ['/bin/sh', '-c', SCRIPT],
      envFrom: [asEnv(env)],
      // The client keeps its aliases below its home.
      env: { HOME: '/tmp', MC_CONFIG_DIR: '/tmp/.mc' },
      resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
    },
  });
  const spec = { backoffLimit: 6, activeDeadlineSeconds: 600, template };
  return {
    name: 'bucket',
    after: ['minio'],
    objects: [
      env,
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: contentName(model, 'bucket', spec) },
        spec,
      },
    ],
  };
};
