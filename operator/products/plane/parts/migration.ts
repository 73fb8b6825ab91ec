import { image } from '../../../model/image.ts';
import { job } from '../../shared/objects.ts';
import { podTemplate } from '../../shared/pod.ts';
import type { PlanePart } from '../context.ts';
import { entrypoint, VENDOR_USER } from '../context.ts';
import { embeddedStores } from '../model.ts';

/**
 * Brings the database to the schema of the release. The Job is named by its content, so it runs once for each: a
 * new release migrates, and so does a changed setting, for which the migration finds nothing to do. It waits for all
 * embedded stores: the product does not wait for them itself, and each attempt without them would count.
 */
export const migration: PlanePart = ({ model, release, environment }) => {
  const template = podTemplate(model, 'migration', {
    options: { user: VENDOR_USER, restartPolicy: 'Never' },
    container: {
      name: 'migration',
      image: image(model, 'backend'),
      command: entrypoint('migrator'),
      envFrom: environment.django,
      env: environment.trust.env,
      resources: release.defaults.resources.migration,
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
    objects: [job(model, 'migrate', spec)],
  };
};
