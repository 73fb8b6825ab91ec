import { tcpProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { VENDOR_USER } from '../context.ts';
import { stateful } from '../workload.ts';

/** Licences and feature flags, in airgapped mode. Exactly one pod; its volume holds what was activated. */
export const monitor: PlanePart = (context) => {
  const { model, environment } = context;
  const settings = model.own.components?.monitor;
  return stateful(context, {
    name: 'monitor',
    image: 'monitor',
    // It needs nothing from the database, but nothing of a release is rolled out whose migration failed.
    after: ['migration'],
    user: VENDOR_USER,
    path: '/app',
    ports: { http: 8080 },
    settings,
    trust: environment.trust,
    container: {
      command: ['prime-monitor'],
      args: ['start-airgapped'],
      envFrom: environment.monitor,
      // It has no health endpoint.
      probes: tcpProbes('http'),
    },
  });
};
