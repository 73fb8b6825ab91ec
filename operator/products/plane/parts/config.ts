import type { PlanePart } from '../context.ts';
import { serviceAccountName } from '../../shared/pod.ts';

/** What every pod refers to: the ServiceAccount with the pull secrets, and the shared environment. */
export const config: PlanePart = ({ model, environment }) => ({
  name: 'config',
  after: [],
  objects: [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: serviceAccountName(model) },
      automountServiceAccountToken: false,
      ...(model.images.pullSecrets.length === 0
        ? {}
        : { imagePullSecrets: model.images.pullSecrets.map((name) => ({ name })) }),
    },
    ...environment.objects,
  ],
});
