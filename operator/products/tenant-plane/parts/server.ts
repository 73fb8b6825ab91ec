import { asEnv } from '../../shared/objects.ts';
import { tcpProbes } from '../../shared/probes.ts';
import { owning, stateful, stateless } from '../../shared/workload.ts';
import { bundlesOf } from '../bundles.ts';
import type { TenantPlanePart } from '../context.ts';
import { environment } from '../environment/index.ts';
import { hasPostgres } from '../model.ts';

/** Port of the server, in the pod and in its Service. */
export const SERVER_PORT = 3000;

/**
 * UI, API, and what edge agents ask. The vendor documents no migration: the server is taken to bring its database to its
 * own schema. Nor does it document a path for probes, so that the port is asked whether it is open.
 */
export const server: TenantPlanePart = (context) => {
  const { model, inputs, bench } = context;
  const { own } = model;
  const variables = environment(model, inputs);
  const bundles = bundlesOf(context);
  const common = {
    name: 'server',
    image: 'server',
    after: hasPostgres(model) ? ['postgres'] : [],
    ...(bundles === undefined ? {} : { init: bundles.init }),
  } as const;
  const envFrom = variables.map(asEnv);
  const probes = tcpProbes('http');
  const mounts = bundles?.mounts ?? {};
  const part =
    own.trial === undefined
      ? stateless(bench, {
          ...common,
          settings: own.server,
          port: SERVER_PORT,
          envFrom,
          probes,
          mounts,
        })
      : stateful(bench, {
          ...common,
          settings: own.server,
          user: bench.user,
          path: own.trial.sqliteFolder,
          ports: { http: SERVER_PORT },
          trust: bench.trust,
          container: { envFrom, probes, mounts },
        });
  return owning(part, ...variables, ...(bundles?.objects ?? []));
};
