import { image } from '../../../model/image.ts';
import { job } from '../../shared/objects.ts';
import { podTemplate } from '../../shared/pod.ts';
import type { PlanePart } from '../context.ts';
import { piEntrypoint, VENDOR_USER } from '../context.ts';
import { requiring } from '../fips.ts';
import { aiDatabasePart, backendNeeds, searchPart } from '../model.ts';
import { MIGRATION_FAILURES, waitForDatabase } from '../wait-for-database.ts';
import { merged } from '../workload.ts';

/**
 * Brings the database of Plane AI to the schema of the release, and prepares OpenSearch: the model that makes vectors
 * and what feeds it. It reads Plane's own database, which therefore has its schema first.
 */
export const piMigration: PlanePart = ({ model, release, environment }) => {
  if (model.own.ai === undefined) return undefined;
  const settings = model.own.components?.piMigration;
  const common = {
    image: image(model, 'pi'),
    envFrom: environment.ai,
    resources: merged(release.defaults.resources['pi-migration'], settings?.resources),
  };
  const template = podTemplate(model, 'pi-migration', {
    options: { user: VENDOR_USER, restartPolicy: 'Never', scheduling: settings },
    init: waitForDatabase(common, 'PLANE_PI_DATABASE_URL'),
    container: {
      ...common,
      name: 'pi-migration',
      command: piEntrypoint('migrator'),
      env: { ...environment.trust.env, ...requiring(model, 'pi') },
      mounts: environment.trust.mounts,
    },
  });
  const spec = { backoffLimit: 3, podFailurePolicy: MIGRATION_FAILURES, template };
  return {
    name: 'pi-migration',
    after: ['config', ...backendNeeds(model), ...searchPart(model), ...aiDatabasePart(model)],
    objects: [job(model, 'pi-migrate', spec)],
  };
};
