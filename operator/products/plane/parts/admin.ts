import { httpProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { stateless } from '../workload.ts';

/** God Mode, the administration of the instance: static files. */
export const admin: PlanePart = (context) =>
  stateless(context, {
    name: 'admin',
    image: 'admin',
    after: ['api'],
    settings: context.model.own.components?.admin,
    port: 3000,
    resources: {
      requests: { cpu: '100m', memory: '128Mi' },
      limits: { cpu: '500m', memory: '1000Mi' },
    },
    probes: httpProbes('http', { ready: '/god-mode/', live: '/god-mode/' }),
  });
