import { spawn } from 'node:child_process';

import { statusFaults } from './kstatus.ts';
import type { WithStatus } from './kstatus.ts';

/** Follows every status that is written, and says in the end which broke the rules of kstatus. */
export interface StatusWatch {
  /** How many versions of resources it saw. */
  readonly seen: () => number;
  /** Ends it. */
  stop(): Promise<readonly string[]>;
}

const PATH = '/apis/airgapped.dev/v1alpha1/planeinstallations?watch=1';

/** Watches PlaneInstallations of all namespaces with a kubectl of its own. */
export function watchStatuses(kubectl: string, kubeconfig: string): StatusWatch {
  const faults = new Set<string>();
  let seen = 0;
  let rest = '';
  const child = spawn(kubectl, ['--kubeconfig', kubeconfig, 'get', '--raw', PATH], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const { object } = JSON.parse(line) as { readonly object: WithStatus };
      seen += 1;
      for (const fault of statusFaults(object)) faults.add(fault);
    }
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  return {
    seen: () => seen,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      return [...faults];
    },
  };
}
