import type { Resources } from '../../shared/pod.ts';
import type { Defaults } from './release.ts';

const resources = (
  requests: readonly [memory: string, cpu: string],
  limits: readonly [memory: string, cpu?: string],
): Resources => ({
  requests: { memory: requests[0], cpu: requests[1] },
  limits: { memory: limits[0], ...(limits[1] === undefined ? {} : { cpu: limits[1] }) },
});

/**
 * Defaults of v3.1. The vendor's parts have the vendor's figures. Its chart gives stores and Jobs none, so that they
 * are the first to be evicted; ours have a memory limit and no CPU limit, because a throttled store stalls everybody.
 */
export const V3_1: Defaults = {
  enabled: {
    silo: true,
    liveExporter: true,
    // The vendor's compose file runs these three and its chart does not; without them automations and webhooks are
    // accepted and never happen.
    outboxPoller: true,
    automationConsumer: true,
    webhookConsumer: true,
    externalApi: false,
    workerImporters: false,
    agentConsumer: false,
    email: false,
    iframely: false,
    runner: false,
  },
  resources: {
    postgres: resources(['512Mi', '250m'], ['2Gi']),
    valkey: resources(['128Mi', '100m'], ['512Mi']),
    rabbitmq: resources(['256Mi', '250m'], ['1Gi']),
    minio: resources(['256Mi', '100m'], ['1Gi']),
    bucket: resources(['64Mi', '50m'], ['256Mi']),
    opensearch: resources(['2Gi', '500m'], ['3Gi', '750m']),
    'search-index': resources(['512Mi', '200m'], ['2Gi']),
    'pi-database': resources(['64Mi', '50m'], ['256Mi']),
    'pi-migration': resources(['512Mi', '200m'], ['2Gi']),
    'pi-api': resources(['512Mi', '200m'], ['2Gi', '1000m']),
    'pi-worker': resources(['256Mi', '100m'], ['1000Mi', '500m']),
    'pi-beat': resources(['256Mi', '100m'], ['1000Mi', '500m']),
    migration: resources(['512Mi', '200m'], ['2Gi']),
    monitor: resources(['128Mi', '100m'], ['1000Mi', '500m']),
    api: resources(['512Mi', '200m'], ['2Gi', '1000m']),
    worker: resources(['1Gi', '200m'], ['2Gi', '1000m']),
    'beat-worker': resources(['512Mi', '100m'], ['2Gi', '500m']),
    'external-api': resources(['512Mi', '200m'], ['2Gi', '1000m']),
    'worker-importers': resources(['512Mi', '200m'], ['2Gi', '1000m']),
    'automation-consumer': resources(['256Mi', '100m'], ['1000Mi', '500m']),
    'webhook-consumer': resources(['256Mi', '100m'], ['1000Mi', '500m']),
    'agent-consumer': resources(['256Mi', '100m'], ['1000Mi', '500m']),
    'outbox-poller': resources(['256Mi', '100m'], ['1000Mi', '500m']),
    silo: resources(['256Mi', '100m'], ['1000Mi', '500m']),
    live: resources(['512Mi', '100m'], ['2000Mi', '500m']),
    'live-exporter': resources(['256Mi', '100m'], ['2000Mi', '1000m']),
    email: resources(['128Mi', '100m'], ['1000Mi', '500m']),
    iframely: resources(['256Mi', '100m'], ['1000Mi', '1000m']),
    runner: resources(['128Mi', '100m'], ['512Mi', '500m']),
    web: resources(['128Mi', '100m'], ['1000Mi', '500m']),
    admin: resources(['128Mi', '100m'], ['1000Mi', '500m']),
    space: resources(['256Mi', '100m'], ['1000Mi', '500m']),
    setup: resources(['32Mi', '10m'], ['128Mi', '100m']),
  },
  replicas: { Standard: 1, HighAvailability: 2 },
  volumes: {
    // The vendor's 2Gi and 3Gi are for a trial; a volume can grow, but only when the spec asks for it.
    postgres: '10Gi',
    minio: '10Gi',
    opensearch: '10Gi',
    valkey: '1Gi',
    // The vendor's 100Mi leaves 50MB above the broker's own disk alarm, at which it stops taking messages.
    rabbitmq: '1Gi',
    monitor: '1Gi',
  },
};
