import { execProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { stateful } from '../workload.ts';

/** Embedded Valkey: one pod, one volume. Without a password, as the vendor runs it; only this installation's pods are meant to reach it. */
export const valkey: PlanePart = (context) => {
  const { embedded } = context.model.own.cache;
  if (embedded === undefined) return undefined;
  return stateful(context, {
    name: 'valkey',
    image: 'valkey',
    // The user "valkey" of the Alpine image.
    user: { uid: 999, gid: 1000 },
    path: '/data',
    size: embedded.size,
    ports: { redis: 6379 },
    // With -e an answer that is an error, such as LOADING, is a failure.
    container: { probes: execProbes(['valkey-cli', '-e', 'ping']) },
  });
};
