import { PROGRAM_VERSION } from '../../operator/runtime/version.ts';

/**
 * Flags of V8: a small young generation and code that is compiled late cost nothing in a process that mostly waits, and
 * save most of the memory of a burst. The second one is not allowed in NODE_OPTIONS.
 */
export const NODE_FLAGS = ['--max-semi-space-size=2', '--optimize-for-size'] as const;

/** The name that the user has in the image, by number; nobody's on a node. */
export const USER = '65532:65532';

/** How the image starts, in the words of the OCI image specification. The Dockerfile says the same (a test compares). */
export const CONFIG = {
  User: USER,
  Env: ['PATH=/usr/bin', 'NODE_ENV=production'],
  Entrypoint: ['/usr/bin/node', ...NODE_FLAGS, '/app/start.cjs'],
  WorkingDir: '/',
  Labels: {
    'org.opencontainers.image.title': 'plane-operator',
    'org.opencontainers.image.description': 'Runs Plane on Kubernetes clusters without internet',
    'org.opencontainers.image.version': PROGRAM_VERSION,
  },
} as const;
