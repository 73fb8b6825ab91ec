import type { PlanePart } from '../context.ts';
import { admin } from './admin.ts';
import { agentConsumer } from './agent-consumer.ts';
import { api } from './api.ts';
import { automationConsumer } from './automation-consumer.ts';
import { beatWorker } from './beat-worker.ts';
import { bucket } from './bucket.ts';
import { certificate } from './certificate.ts';
import { config } from './config.ts';
import { email } from './email.ts';
import { externalApi } from './external-api.ts';
import { iframely } from './iframely.ts';
import { ingress } from './ingress.ts';
import { liveExporter } from './live-exporter.ts';
import { live } from './live.ts';
import { migration } from './migration.ts';
import { minio } from './minio.ts';
import { monitor } from './monitor.ts';
import { opensearch } from './opensearch.ts';
import { outboxPoller } from './outbox-poller.ts';
import { piApi } from './pi-api.ts';
import { piBeat } from './pi-beat.ts';
import { piDatabase } from './pi-database.ts';
import { piMigration } from './pi-migration.ts';
import { piWorker } from './pi-worker.ts';
import { postgres } from './postgres.ts';
import { rabbitmq } from './rabbitmq.ts';
import { runner } from './runner.ts';
import { searchIndex } from './search-index.ts';
import { setup } from './setup.ts';
import { silo } from './silo.ts';
import { space } from './space.ts';
import { valkey } from './valkey.ts';
import { web } from './web.ts';
import { webhookConsumer } from './webhook-consumer.ts';
import { workerImporters } from './worker-importers.ts';
import { worker } from './worker.ts';

/** Every part of Plane, each after those that it waits for. */
export const PARTS: readonly PlanePart[] = [
  config,
  certificate,
  postgres,
  valkey,
  rabbitmq,
  minio,
  bucket,
  opensearch,
  migration,
  piDatabase,
  piMigration,
  monitor,
  api,
  worker,
  beatWorker,
  workerImporters,
  outboxPoller,
  automationConsumer,
  webhookConsumer,
  agentConsumer,
  externalApi,
  silo,
  searchIndex,
  piApi,
  piWorker,
  piBeat,
  live,
  liveExporter,
  email,
  iframely,
  runner,
  web,
  admin,
  space,
  setup,
  ingress,
];
