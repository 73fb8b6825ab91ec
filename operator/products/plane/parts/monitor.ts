import { image } from '../../../model/image.ts';
import { tcpProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { VENDOR_USER } from '../context.ts';
import { merged, stateful } from '../workload.ts';

/** Licences and feature flags, in airgapped mode. Exactly one pod; its volume holds what was activated. */
export const monitor: PlanePart = (context) => {
  const { model, environment } = context;
  const settings = model.own.components?.monitor;
  return stateful(context, {
    name: 'monitor',
    user: VENDOR_USER,
    ports: { http: 8080 },
    volume: { name: 'data', size: settings?.storage?.size ?? '1Gi' },
    container: {
      name: 'monitor',
      image: image(model, 'monitor'),
      command: ['prime-monitor'],
      args: ['start-airgapped'],
      ports: { http: 8080 },
      envFrom: environment.monitor,
      env: environment.trust.env,
      resources: merged(
        { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '1000Mi' } },
        settings?.resources,
      ),
      // It has no health endpoint.
      probes: tcpProbes('http'),
      mounts: { data: { path: '/app' }, ...environment.trust.mounts },
    },
  });
};
