import { embeddedStores } from '../model.ts';
import { optional } from '../optional.ts';
import { stateless } from '../workload.ts';

/** Makes files of pages that somebody exports: the live server in another mode, in which it serves nobody. */
export const liveExporter = optional('liveExporter', (context, settings) =>
  stateless(context, {
    name: 'live-exporter',
    image: 'live',
    after: ['api', ...embeddedStores(context.model)],
    settings,
    envFrom: context.environment.live,
    env: { LIVE_MODE: 'exporter', OTEL_SERVICE_NAME: 'live-exporter' },
  }),
);
