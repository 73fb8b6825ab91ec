import { serviceAccount } from '../../shared/pod.ts';
import type { TenantPlanePart } from '../context.ts';

/** What every pod refers to: the ServiceAccount with the pull secrets, and the internal authorities. */
export const config: TenantPlanePart = ({ model, bench }) => ({
  name: 'config',
  after: [],
  objects: [serviceAccount(model), ...bench.trust.objects],
});
