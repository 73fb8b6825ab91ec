import type { Mount } from '../shared/pod.ts';

/** Folders that nginx writes to, empty at every start: the image's own belong to root, and its pods do not run as root. */
export const NGINX_SCRATCH: Readonly<Record<string, Mount>> = {
  cache: { path: '/var/cache/nginx', volume: { emptyDir: {} } },
  run: { path: '/run', volume: { emptyDir: {} } },
};
