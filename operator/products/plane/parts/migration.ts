import { image } from '../../../model/image.ts';
import { contentName } from '../../../model/names.ts';
import { podTemplate } from '../../shared/pod.ts';
import type { PlanePart } from '../context.ts';
import { embeddedStores, VENDOR_USER } from '../context.ts';

/**
 * Brings the database to the schema of the release. The Job is named by its content, so it runs once for each: a
 * new release migrates, and so does a changed connection, for which the migration finds nothing to do.
 */
export const migration: PlanePart = ({ model, environment }) => {
  const template = podTemplate(model, 'migration', {
    options: { user: VENDOR_USER, restartPolicy: 'Never' },
    container: {
      name: 'migration',
      image: image(model, 'backend'),
      command: ['/bin/bash', '-c', 'exec ./bin/docker-entrypoint-migrator.sh'],
      envFrom: environment.django,
      env: environment.trust.env,
      resources: { requests: { cpu: '200m', memory: '512Mi' }, limits: { memory: '2Gi' } },
      mounts: environment.trust.mounts,
    },
  });
  const spec = {
    backoffLimit: 3,
    // A pod that a node took away says nothing about the migration, and does not count.
    podFailurePolicy: {
      rules: [
        { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      ],
    },
    template,
  };
  return {
    name: 'migration',
    after: ['config', ...embeddedStores(model)],
    objects: [
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: contentName(model, 'migrate', spec) },
        spec,
      },
    ],
  };
};
