import { existsSync, readFileSync } from 'node:fs';
import { clusterKind, whyNoCluster } from '../cluster/open.ts';

/** Says why no real node can be had here, for a suite that then skips itself aloud. */
export function whyNoNode(): string | undefined {
  const noCluster = whyNoCluster();
  if (noCluster !== undefined) return noCluster;
  if (clusterKind() !== 'embedded') return 'a real node joins the embedded cluster alone';
  if (process.getuid?.() !== 0) return 'a real node needs root';
  const release = '/etc/os-release';
  const isDebian = existsSync(release) && /^ID=debian$/m.test(readFileSync(release, 'utf8'));
  return isDebian ? undefined : 'a real node takes its programs from packages of Debian';
}
