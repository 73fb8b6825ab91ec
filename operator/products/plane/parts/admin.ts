import { httpProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { NGINX_SCRATCH } from '../nginx.ts';
import { stateless } from '../workload.ts';

/** God Mode, the administration of the instance: static files. */
export const admin: PlanePart = (context) =>
  stateless(context, {
    name: 'admin',
    image: 'admin',
    after: ['api'],
    settings: context.model.own.components?.admin,
    port: 3000,
    probes: httpProbes('http', { ready: '/god-mode/', live: '/god-mode/' }),
    mounts: NGINX_SCRATCH,
  });
