import type { KubeObject } from '../../../api/object.ts';
import type { Inputs } from '../../product.ts';
import { config } from '../../shared/objects.ts';
import type { PlaneModel } from '../model.ts';
import { identity } from './identity.ts';
import { inside } from './urls.ts';

/** What the monitor reads. */
export const monitorSources = (model: PlaneModel, inputs: Inputs): readonly KubeObject[] => [
  config(model, 'monitor-vars', {
    ...identity(model, inputs),
    DEPLOY_PLATFORM: 'KUBERNETES',
    API_URL: `${inside(model, 'api')}/`,
    API_HOSTNAME: `${inside(model, 'api')}/`,
  }),
];
