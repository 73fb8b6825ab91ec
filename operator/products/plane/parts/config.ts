import type { PlanePart } from '../context.ts';
import { serviceAccount } from '../../shared/pod.ts';

/** What every pod refers to: the ServiceAccount with the pull secrets, and the shared environment. */
export const config: PlanePart = ({ model, environment }) => ({
  name: 'config',
  after: [],
  objects: [serviceAccount(model), ...environment.objects],
});
