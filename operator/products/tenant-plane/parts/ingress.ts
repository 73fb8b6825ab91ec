import { certificateNeed, ingressObject } from '../../shared/ingress.ts';
import type { TenantPlanePart } from '../context.ts';

/** Lets browsers, and edge agents outside the cluster, in by the domain. */
export const ingress: TenantPlanePart = ({ model }) => ({
  name: 'ingress',
  after: ['server', ...certificateNeed(model)],
  objects: [ingressObject(model, [['/', 'server', 'http']])],
});
