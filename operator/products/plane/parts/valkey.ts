import { image } from '../../../model/image.ts';
import { execProbes } from '../../shared/probes.ts';
import type { PlanePart } from '../context.ts';
import { stateful } from '../workload.ts';

/** Embedded Valkey: one pod, one volume. Without a password, as the vendor runs it; only this installation's pods are meant to reach it. */
export const valkey: PlanePart = (context) => {
  const { model } = context;
  const { embedded } = model.own.cache;
  if (embedded === undefined) return undefined;
  return stateful(context, {
    name: 'valkey',
    user: { uid: 999, gid: 1000 },
    ports: { redis: 6379 },
    volume: { name: 'data', size: embedded.size ?? '1Gi' },
    container: {
      name: 'valkey',
      image: image(model, 'valkey'),
      ports: { redis: 6379 },
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
      probes: execProbes(['valkey-cli', 'ping']),
      mounts: { data: { path: '/data' } },
    },
  });
};
