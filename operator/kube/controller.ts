import { OperatorError } from '../lib/errors.ts';
import { isApiError } from '../ports/api-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Queue, Work } from './queue.ts';

/** A failure that trying again cannot mend: told, counted, and not retried until there is news. */
export class TerminalError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TerminalError';
  }
}

/** When the key is to come again without news. */
export interface Next {
  readonly requeueAfterMs?: number;
}

/** How a reconcile ended: label `result` of controller_runtime_reconcile_total. */
export type ReconcileResult = 'success' | 'error' | 'requeue_after';

/** What a controller tells about itself, under the names of controller-runtime's metrics. */
export interface ControllerMetrics {
  /** controller_runtime_reconcile_total and controller_runtime_reconcile_time_seconds */
  readonly reconciled?: (result: ReconcileResult, seconds: number) => void;
  /** controller_runtime_active_workers */
  readonly activeWorkers?: (count: number) => void;
}

export interface ControllerOptions {
  readonly queue: Queue;
  readonly clock: Clock;
  /** Brings one key to what it should be. Throws to be called again after a backoff. */
  readonly reconcile: (key: string, context: { readonly signal: AbortSignal }) => Promise<Next>;
  /** Keys worked on at once. Default 4. */
  readonly workers?: number;
  /** After this the signal of a reconcile aborts. Default 120,000. */
  readonly timeoutMs?: number;
  readonly metrics?: ControllerMetrics;
  readonly onError?: (key: string, error: unknown) => void;
}

const TIMEOUT_MS = 120_000;

/**
 * Works keys off until the signal aborts or the queue is shut down, and resolves when no reconcile
 * is under way any more. The signal reaches every reconcile; a key is in one reconcile at most.
 */
export async function runController(
  options: ControllerOptions,
  signal: AbortSignal,
): Promise<void> {
  const active = { count: 0 };
  const work = async (): Promise<void> => {
    for (;;) {
      const taken = await options.queue.get(signal);
      if (taken === undefined) return;
      options.metrics?.activeWorkers?.((active.count += 1));
      await workOn(taken, options, signal);
      options.metrics?.activeWorkers?.((active.count -= 1));
    }
  };
  await Promise.all(Array.from({ length: options.workers ?? 4 }, work));
}

async function workOn(
  { key, priority }: Work,
  options: ControllerOptions,
  signal: AbortSignal,
): Promise<void> {
  const { queue, clock, metrics, onError } = options;
  const startedAt = clock.monotonic();
  let result: ReconcileResult = 'success';
  try {
    const { requeueAfterMs } = await limited(key, options, signal);
    queue.forget(key);
    if (requeueAfterMs !== undefined) {
      result = 'requeue_after';
      queue.add(key, { priority, after: requeueAfterMs });
    }
  } catch (error) {
    result = 'error';
    if (error instanceof TerminalError) queue.forget(key);
    else queue.addRateLimited(key, { priority, atLeastMs: retryAfterMs(error) });
    if (!signal.aborted) onError?.(key, error);
  } finally {
    queue.done(key);
    metrics?.reconciled?.(result, (clock.monotonic() - startedAt) / 1_000);
  }
}

/** Calls reconcile with a signal that aborts after the timeout. Waits for it in any case: a key must not be in two workers. */
async function limited(
  key: string,
  { clock, reconcile, timeoutMs = TIMEOUT_MS }: ControllerOptions,
  signal: AbortSignal,
): Promise<Next> {
  const timer = new AbortController();
  const timeout = new AbortController();
  clock.sleep(timeoutMs, timer.signal).then(
    () => {
      const seconds = timeoutMs / 1_000;
      timeout.abort(new OperatorError('ERR_TIMEOUT', `Cannot finish "${key}" in ${seconds} s`));
    },
    () => undefined,
  );
  try {
    return await reconcile(key, { signal: AbortSignal.any([signal, timeout.signal]) });
  } finally {
    timer.abort();
  }
}

const retryAfterMs = (error: unknown): number =>
  isApiError(error) ? (error.retryAfter ?? 0) * 1_000 : 0;
