import type { Bench, Rule } from './rule.ts';
import { CLUSTERSET_DOMAIN } from './tables/names.ts';
import { allow, refuse } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** Labels in front of `svc`: Service and namespace, and for headless Services one of an endpoint. */
const inFront = (name: string, end: string): number =>
  name.endsWith(end) ? name.slice(0, -end.length).split('.').length : 0;

const isService = (name: string, ends: readonly string[]): boolean =>
  ends.some((end) => {
    const labels = inFront(name, end);
    return labels === 2 || labels === 3;
  });

const inZone = (name: string, { inside }: Bench): boolean =>
  name === inside.clusterDomain ||
  name.endsWith(`.${inside.clusterDomain}`) ||
  name === 'svc' ||
  name.endsWith('.svc');

/** What decides about names of the cluster's own zone. */
export const services: readonly Rule<string>[] = [
  {
    id: 'service-name',
    doc: 'name.namespace.svc, with or without the domain of the cluster, is a Service.',
    judge: (name, bench) =>
      isService(name, bench.inside.serviceSuffixes) ? serviceVerdict(name) : undefined,
  },
  {
    id: 'clusterset-service',
    doc: 'name.namespace.svc.clusterset.local is a Service when the policy allows other clusters.',
    judge: (name, { inside }) =>
      inside.multiCluster && isService(name, [`.svc.${CLUSTERSET_DOMAIN}`])
        ? serviceVerdict(name)
        : undefined,
  },
  {
    id: 'cluster-zone',
    doc: 'Nothing else of the zone of the cluster is a destination: DNS echoes addresses there.',
    judge: (name, bench) =>
      inZone(name, bench)
        ? refuse('NotAService', {
            is: `"${name}" lies in the zone of the cluster and is no name of a Service`,
            accept: `write name.namespace.svc or name.namespace.svc.${bench.inside.clusterDomain}`,
            host: name,
          })
        : undefined,
  },
  {
    id: 'known-service',
    doc: 'A single label is inside when the policy allows it and a Service of that name is there.',
    judge: (name, { inside, context }) =>
      inside.dotless && context.services?.includes(name) === true
        ? serviceVerdict(name)
        : undefined,
  },
];

const serviceVerdict = (name: string): Verdict => allow('ServiceName', name);
