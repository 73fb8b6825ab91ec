import { existsSync } from 'node:fs';
import { cacheFolder } from '../cluster/cache-folder.ts';
import { withLock } from '../cluster/lock.ts';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.ts';

/** A file of each package that the node or its images need. */
const PACKAGES: Readonly<Record<string, string>> = {
  conntrack: '/usr/sbin/conntrack',
  containerd: '/usr/bin/containerd',
  'containernetworking-plugins': '/usr/lib/cni/bridge',
  iproute2: '/sbin/ip',
  iptables: '/usr/sbin/iptables',
  mmdebstrap: '/usr/bin/mmdebstrap',
  nftables: '/usr/sbin/nft',
  runc: '/usr/sbin/runc',
};

/** Installs from Debian what this machine lacks. */
export async function installPackages(log: (line: string) => void): Promise<void> {
  const missing = Object.keys(PACKAGES).filter((name) => !existsSync(PACKAGES[name] ?? ''));
  if (missing.length === 0) return;
  await mkdir(cacheFolder('node'), { recursive: true });
  await withLock({ file: join(cacheFolder('node'), 'apt.lock'), log }, async () => {
    log(`installing ${missing.join(', ')}`);
    await run('apt-get', 'update', '-qq');
    await run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...missing);
  });
}
