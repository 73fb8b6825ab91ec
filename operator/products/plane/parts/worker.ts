import { celeryWorker } from '../celery.ts';
import type { PlanePart } from '../context.ts';

/** Background work. */
export const worker: PlanePart = (context) =>
  celeryWorker(context, { name: 'worker', settings: context.model.own.components?.worker });
