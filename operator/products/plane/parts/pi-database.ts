import { image } from '../../../model/image.ts';
import { serviceHost } from '../../../model/names.ts';
import { asEnv, job, secret } from '../../shared/objects.ts';
import { podTemplate } from '../../shared/pod.ts';
import { DATABASE } from '../connections.ts';
import type { PlanePart } from '../context.ts';
import { aiDatabasePart } from '../model.ts';
import { MAKE_PI_DATABASE } from '../pi-database.ts';
import { secretNames, USER } from '../secrets.ts';
import { merged } from '../workload.ts';

/** psql reads \gexec from its input alone. Any failing statement fails the Job. */
const SCRIPT = `psql --no-psqlrc --set ON_ERROR_STOP=1 <<'END'
${MAKE_PI_DATABASE}END
`;

/** Makes the database of Plane AI on a PostgreSQL that was there before: the image makes it on an empty volume alone. */
export const piDatabase: PlanePart = ({ model, inputs, release, environment: { trust } }) => {
  if (aiDatabasePart(model).length === 0) return undefined;
  const settings = model.own.components?.piDatabase;
  const env = secret(model, 'pi-database-env', {
    PGHOST: serviceHost(model, 'postgres'),
    PGUSER: USER,
    PGPASSWORD: inputs.value(secretNames(model).postgres, 'password'),
    PGDATABASE: DATABASE,
  });
  const template = podTemplate(model, 'pi-database', {
    options: {
      // The user "postgres" of the Alpine image.
      user: { uid: 70, gid: 70 },
      restartPolicy: 'Never',
      scheduling: settings,
    },
    container: {
      name: 'pi-database',
      image: image(model, 'postgres'),
      command: ['/bin/sh', '-c', SCRIPT],
      envFrom: [asEnv(env)],
      env: trust.env,
      resources: merged(release.defaults.resources['pi-database'], settings?.resources),
      mounts: trust.mounts,
    },
  });
  return {
    name: 'pi-database',
    after: ['config', 'postgres'],
    objects: [env, job(model, 'pi-database', { backoffLimit: 6, template })],
  };
};
