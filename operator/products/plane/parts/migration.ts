import { image } from '../../../model/image.ts';
import { job } from '../../shared/objects.ts';
import { podTemplate } from '../../shared/pod.ts';
import type { PlanePart } from '../context.ts';
import { entrypoint, VENDOR_USER } from '../context.ts';
import { requiring } from '../fips.ts';
import { embeddedStores } from '../model.ts';
import { merged } from '../workload.ts';
import { MIGRATION_FAILURES, waitForDatabase } from '../wait-for-database.ts';

/**
 * Brings the database to the schema of the release. The Job is named by its content, so it runs once for each: a
 * new release migrates, and so does a changed setting, for which the migration finds nothing to do. It waits for all
 * embedded stores: the product does not wait for them itself, and each attempt without them would count.
 */
export const migration: PlanePart = ({ model, release, environment }) => {
  const settings = model.own.components?.migration;
  const common = {
    image: image(model, 'backend'),
    envFrom: environment.django,
    resources: merged(release.defaults.resources.migration, settings?.resources),
  };
  const template = podTemplate(model, 'migration', {
    options: { user: VENDOR_USER, restartPolicy: 'Never', scheduling: settings },
    init: waitForDatabase(common, 'DATABASE_URL'),
    container: {
      ...common,
      name: 'migration',
      command: entrypoint('migrator'),
      env: { ...environment.trust.env, ...requiring(model, 'backend') },
      mounts: environment.trust.mounts,
    },
  });
  const spec = { backoffLimit: 3, podFailurePolicy: MIGRATION_FAILURES, template };
  return {
    name: 'migration',
    after: ['config', ...embeddedStores(model)],
    objects: [job(model, 'migrate', spec)],
  };
};
