import { mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = '/sys/fs/cgroup';

/** The hierarchies of this machine: one for each controller, or the unified one. */
function hierarchies(): readonly string[] {
  const folders = readdirSync(ROOT, { withFileTypes: true }).filter((each) => each.isDirectory());
  const isUnified = readdirSync(ROOT).includes('cgroup.controllers');
  return isUnified ? [ROOT] : folders.map(({ name }) => join(ROOT, name));
}

/** Makes a cgroup in every hierarchy, for a kubelet that may not have the root. */
export function makeCgroup(name: string): void {
  for (const hierarchy of hierarchies()) mkdirSync(join(hierarchy, name), { recursive: true });
}

/** Removes it with all below; one that has processes yet stays. */
export function removeCgroup(name: string): void {
  for (const hierarchy of hierarchies()) prune(join(hierarchy, name));
}

function prune(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false }) === undefined) return;
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) prune(join(folder, entry.name));
  try {
    rmdirSync(folder);
  } catch {
    // Busy: the next start sweeps it.
  }
}

/** Names of the cgroups that begin so. */
export const cgroups = (prefix: string): readonly string[] => [
  ...new Set(
    hierarchies().flatMap((hierarchy) =>
      readdirSync(hierarchy).filter((name) => name.startsWith(prefix)),
    ),
  ),
];
