import type { PlanePart } from '../context.ts';
import { httpApi } from '../http-api.ts';

/** The HTTP API. */
export const api: PlanePart = (context) =>
  httpApi(context, { name: 'api', settings: context.model.own.components?.api });
