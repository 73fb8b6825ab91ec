import { celeryWorker } from '../celery.ts';
import { IMPORT_QUEUE } from '../environment/silo.ts';
import { optional } from '../optional.ts';

/** Imports from other products on a queue of their own, so that a long one keeps nobody else waiting. */
export const workerImporters = optional('workerImporters', (context, settings) =>
  celeryWorker(context, { name: 'worker-importers', settings, queue: IMPORT_QUEUE }),
);
