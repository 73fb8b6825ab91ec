import { OperatorError } from '../lib/errors.ts';
import type { Cluster } from '../ports/cluster.ts';

/** Whether this process leads now. */
export interface Leadership {
  /** Aborts when leadership is lost, for good. */
  readonly signal: AbortSignal;
  /**
   * Whether the lease is certainly still ours. Asked before each write: after a pause of the whole
   * process the lease may be over before the signal had a chance to abort.
   */
  readonly holds?: () => boolean;
}

const lost = (cause?: unknown): OperatorError =>
  new OperatorError('ERR_LEADERSHIP_LOST', 'Cannot write: this replica does not lead any more', {
    cause,
  });

/**
 * A cluster that only a leader can write to. Reads and watches pass. A write fails with
 * ERR_LEADERSHIP_LOST once leadership is lost, also when it is under way.
 */
export function fenced(cluster: Cluster, { signal, holds }: Leadership): Cluster {
  const isOver = (): boolean => signal.aborted;
  const write = async <T>(
    given: AbortSignal | undefined,
    send: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    if (isOver() || holds?.() === false) throw lost(signal.reason);
    try {
      return await send(given === undefined ? signal : AbortSignal.any([given, signal]));
    } catch (error) {
      if (isOver() && given?.aborted !== true) throw lost(error);
      throw error;
    }
  };
  return {
    read: (ref, given) => cluster.read(ref, given),
    list: (kind, options) => cluster.list(kind, options),
    watch: (kind, options) => cluster.watch(kind, options),
    version: (given) => cluster.version(given),
    apply: (object, options) =>
      write(options.signal, (until) => cluster.apply(object, { ...options, signal: until })),
    create: (object, given) => write(given, (until) => cluster.create(object, until)),
    replace: (object, given) => write(given, (until) => cluster.replace(object, until)),
    remove: (ref, options = {}) =>
      write(options.signal, (until) => cluster.remove(ref, { ...options, signal: until })),
  };
}
