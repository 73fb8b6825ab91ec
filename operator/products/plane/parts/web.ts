import { httpProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { NGINX_SCRATCH } from '../nginx.ts';
import { stateless } from '../workload.ts';

/** The application in the browser: static files. */
export const web: PlanePart = (context) =>
  stateless(context, {
    name: 'web',
    image: 'web',
    after: ['api'],
    settings: context.model.own.components?.web,
    port: 3000,
    probes: httpProbes('http', { ready: '/', live: '/' }),
    mounts: NGINX_SCRATCH,
  });
