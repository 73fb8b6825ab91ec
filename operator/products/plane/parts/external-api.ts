import { httpApi } from '../http-api.ts';
import { optional } from '../optional.ts';

/**
 * The HTTP API once more, for programs of the site, so that they and browsers do not slow each other down. As in the
 * vendor's chart the domain does not lead to it: callers in the cluster use its Service.
 */
export const externalApi = optional('externalApi', (context, settings) =>
  httpApi(context, { name: 'external-api', settings }),
);
