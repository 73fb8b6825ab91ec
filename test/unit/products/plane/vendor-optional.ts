import type { PartFacts } from './vendor-facts.ts';
import { DJANGO, NO_SHELL, OWN_PROCESSES } from './vendor-facts.ts';

/** An optional part, and whether it runs where nobody says anything. */
export interface OptionalFacts extends PartFacts {
  /** In the vendor's chart. */
  readonly enabled: boolean;
  readonly differs?: PartFacts['differs'] & {
    readonly enabled?: { readonly is: boolean; readonly why: string };
  };
}

const [APP_VARS, APP_SECRETS, DOC_STORE, SEARCH] = DJANGO as [string, string, string, string];

const HAPPEN = {
  enabled: {
    is: true,
    why: 'the vendor’s compose file runs it; without it automations or webhooks are accepted and never happen',
  },
};

const backend = (facts: Pick<OptionalFacts, 'enabled' | 'run' | 'resources'>) => ({
  repository: 'makeplane/backend-commercial',
  kind: 'Deployment' as const,
  ports: [],
  envFrom: DJANGO,
  env: [],
  ...facts,
});

const CONSUMER = ['256Mi/100m', '1000Mi/500m'] as const;
const SERVER = ['512Mi/200m', '2Gi/1000m'] as const;

/** The parts that may be off, by the member of `spec.plane.components` that switches them. */
export const OPTIONAL_FACTS = {
  externalApi: {
    ...backend({
      enabled: false,
      run: ['/bin/bash', '-c', './bin/docker-entrypoint-api-ee.sh'],
      resources: SERVER,
    }),
    ports: [8000],
    env: ['OTEL_SERVICE_NAME'],
    differs: { run: { is: ['./bin/docker-entrypoint-api-ee.sh'], why: NO_SHELL } },
  },
  workerImporters: {
    ...backend({
      enabled: false,
      run: ['/bin/bash', '-c', './bin/docker-entrypoint-worker.sh celery.importer'],
      resources: SERVER,
    }),
    env: ['OTEL_SERVICE_NAME'],
    differs: {
      run: { is: ['./bin/docker-entrypoint-worker.sh', 'celery.importer'], why: NO_SHELL },
      env: OWN_PROCESSES,
    },
  },
  automationConsumer: {
    ...backend({
      enabled: false,
      run: ['./bin/docker-entrypoint-automation-consumer.sh'],
      resources: CONSUMER,
    }),
    envFrom: ['automation-consumer-vars', APP_VARS, APP_SECRETS, DOC_STORE, SEARCH],
    differs: HAPPEN,
  },
  webhookConsumer: {
    ...backend({
      enabled: false,
      run: ['./bin/docker-entrypoint-webhook-consumer.sh'],
      resources: CONSUMER,
    }),
    envFrom: ['webhook-consumer-vars', ...DJANGO],
    differs: HAPPEN,
  },
  agentConsumer: {
    ...backend({
      enabled: false,
      run: ['./bin/docker-entrypoint-agent-consumer.sh'],
      resources: CONSUMER,
    }),
    envFrom: ['agent-consumer-vars', ...DJANGO],
  },
  outboxPoller: {
    ...backend({
      enabled: false,
      run: ['./bin/docker-entrypoint-outbox-poller.sh'],
      resources: CONSUMER,
    }),
    envFrom: ['outbox-poller-vars', APP_VARS, APP_SECRETS],
    differs: HAPPEN,
  },
  silo: {
    enabled: true,
    repository: 'makeplane/silo-commercial',
    kind: 'Deployment',
    run: [],
    ports: [3000],
    envFrom: ['silo-vars', 'silo-secrets', DOC_STORE],
    env: [],
    resources: CONSUMER,
  },
  liveExporter: {
    enabled: true,
    repository: 'makeplane/live-commercial',
    kind: 'Deployment',
    run: [],
    ports: [],
    envFrom: ['live-vars', 'live-secrets'],
    env: ['LIVE_MODE', 'OTEL_SERVICE_NAME'],
    resources: ['256Mi/100m', '2000Mi/1000m'],
  },
  email: {
    enabled: false,
    repository: 'makeplane/email-commercial',
    kind: 'Deployment',
    run: [],
    ports: [10025, 10465, 10587],
    envFrom: ['email-vars'],
    env: [],
    resources: ['128Mi/100m', '1000Mi/500m'],
  },
  iframely: {
    enabled: false,
    repository: 'makeplane/iframely',
    tag: 'v1.2.0',
    kind: 'Deployment',
    run: ['node', 'server.js'],
    ports: [8061],
    envFrom: [],
    env: [],
    resources: ['256Mi/100m', '1000Mi/1000m'],
  },
  runner: {
    enabled: false,
    repository: 'makeplane/node-runner-commercial',
    kind: 'Deployment',
    run: [],
    ports: [3000],
    envFrom: ['runner-vars', 'runner-secrets'],
    env: [],
    resources: ['128Mi/100m', '512Mi/500m'],
  },
} satisfies Record<string, OptionalFacts>;

/** Every optional part, and what one of them cannot be without. */
export const ALL_ON: Readonly<Record<string, unknown>> = {
  'plane.mail.intake': {
    domain: 'intake.corp.example.com',
    tls: { secretRef: { name: 'intake-tls' } },
  },
  ...Object.fromEntries(
    Object.keys(OPTIONAL_FACTS).map((member) => [`plane.components.${member}.enabled`, true]),
  ),
};

/** `worker-importers` for `workerImporters`. */
export const partNamed = (member: string): string =>
  member.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
