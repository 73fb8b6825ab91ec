import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { clusterKind, whyNoCluster } from '../cluster/open.ts';

/** OVERLAYFS_SUPER_MAGIC of linux/magic.h. */
const OVERLAY = 0x794c7630;

/** Says why no real node can be had here, for a suite that then skips itself aloud. */
export function whyNoNode(): string | undefined {
  const noCluster = whyNoCluster();
  if (noCluster !== undefined) return noCluster;
  if (clusterKind() !== 'embedded') return 'a real node joins the embedded cluster alone';
  if (process.getuid?.() !== 0) return 'a real node needs root';
  const release = '/etc/os-release';
  const isDebian = existsSync(release) && /^ID=debian$/m.test(readFileSync(release, 'utf8'));
  if (!isDebian) return 'a real node takes its programs from packages of Debian';
  return statfsSync(tmpdir()).type === OVERLAY
    ? `a real node lays overlays on "${tmpdir()}", which is one itself: set TMPDIR`
    : undefined;
}
