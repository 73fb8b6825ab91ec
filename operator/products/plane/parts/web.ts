import { httpProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { stateless } from '../workload.ts';

/** The application in the browser: static files. */
export const web: PlanePart = (context) =>
  stateless(context, {
    name: 'web',
    image: 'web',
    after: ['api'],
    settings: context.model.own.components?.web,
    port: 3000,
    resources: {
      requests: { cpu: '100m', memory: '128Mi' },
      limits: { cpu: '500m', memory: '1000Mi' },
    },
    probes: httpProbes('http', { ready: '/', live: '/' }),
  });
