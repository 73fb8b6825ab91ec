import type { OPTIONAL } from '../../operator/products/plane/spec/optional.ts';

/** A part that may be switched on and off, as the spec names it. */
export type Optional = keyof typeof OPTIONAL;

/** Parts whose pods read the variables and keys of the backend. */
const BACKEND = [
  'migration',
  'api',
  'worker',
  'beat-worker',
  'outbox-poller',
  'automation-consumer',
  'webhook-consumer',
];

/** Parts that change with an optional one, and why; no other part may. */
export const CHANGES: Readonly<
  Partial<Record<Optional, { readonly why: string; readonly parts: readonly string[] }>>
> = {
  silo: {
    why: 'its keys are read by those who call it, and the domain leads to it',
    parts: ['config', 'migration', 'api', 'worker', 'beat-worker', 'webhook-consumer', 'ingress'],
  },
  workerImporters: { why: 'silo is told the queue', parts: ['silo'] },
  email: { why: 'they are told the domain', parts: ['config', ...BACKEND] },
  runner: { why: 'they are told its address and its key', parts: ['config', ...BACKEND] },
};
