import type { PlanePart } from '../context.ts';
import { admin } from './admin.ts';
import { api } from './api.ts';
import { beatWorker } from './beat-worker.ts';
import { bucket } from './bucket.ts';
import { certificate } from './certificate.ts';
import { config } from './config.ts';
import { ingress } from './ingress.ts';
import { live } from './live.ts';
import { migration } from './migration.ts';
import { minio } from './minio.ts';
import { monitor } from './monitor.ts';
import { postgres } from './postgres.ts';
import { rabbitmq } from './rabbitmq.ts';
import { space } from './space.ts';
import { valkey } from './valkey.ts';
import { web } from './web.ts';
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
  migration,
  monitor,
  api,
  worker,
  beatWorker,
  live,
  web,
  admin,
  space,
  ingress,
];
