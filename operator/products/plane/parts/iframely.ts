import { tcpProbes } from '../../shared/probes.ts';
import { optional } from '../optional.ts';
import { stateless } from '../workload.ts';

/** Previews of links. It fetches whatever people paste, so inside a gap it shows pages of the site and nothing else. */
export const iframely = optional('iframely', (context, settings) =>
  stateless(context, {
    name: 'iframely',
    image: 'iframely',
    after: [],
    settings,
    command: ['node', 'server.js'],
    port: 8061,
    probes: tcpProbes('http'),
  }),
);
