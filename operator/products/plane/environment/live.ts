import type { KubeObject } from '../../../api/object.ts';
import type { Inputs } from '../../product.ts';
import { config, secret } from '../../shared/objects.ts';
import { amqpUrl, redisUrl } from '../connections.ts';
import type { PlaneModel } from '../model.ts';
import { secretNames } from '../secrets.ts';
import { inside, outside } from './urls.ts';

/** What live editing reads. */
export const liveSources = (model: PlaneModel, inputs: Inputs): readonly KubeObject[] => [
  config(model, 'live-vars', {
    API_BASE_URL: `${inside(model, 'api')}/`,
    LIVE_BASE_PATH: '/live',
    LIVE_SENTRY_DSN: '',
    LIVE_SENTRY_ENVIRONMENT: '',
    LIVE_SENTRY_TRACES_SAMPLE_RATE: '',
    PI_BASE_URL: outside(model),
    PI_BASE_PATH: '/pi',
    // Asked for previews of links; where it is off there is no such Service, and a lookup fails inside the cluster.
    IFRAMELY_URL: `${inside(model, 'iframely')}/`,
    EXPORT_DOWNLOAD_BASE_URL: outside(model),
    EXPORT_QUEUE_NAME: 'plane-exports',
  }),
  secret(model, 'live-secrets', {
    LIVE_SERVER_SECRET_KEY: inputs.value(secretNames(model).keys, 'LIVE_SERVER_SECRET_KEY'),
    REDIS_URL: redisUrl(model, inputs),
    AMQP_URL: amqpUrl(model, inputs),
  }),
];
