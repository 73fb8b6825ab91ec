import { compareVersions } from '../../model/version.ts';
import type { Rule } from '../rule.ts';

/** A release is reached from the accepted one in one step forward. */
export const versionStep: Rule = {
  id: 'version-step',
  doc: 'A release must not be older than the accepted one, and must be reachable from it in one step: schemas only migrate forward.',
  reasons: ['Downgrade', 'UpgradeSkipsRelease'],
  online: true,
  *check({ spec, product, facts }) {
    const from = facts.accepted?.spec.version;
    const release = product.releases.find(({ version }) => version === spec.version);
    if (from === undefined || release === undefined) return;
    if (compareVersions(spec.version, from) < 0) {
      yield {
        severity: 'refuse',
        rule: 'Downgrade',
        path: 'spec.version',
        message: `"${spec.version}" is older than ${from}, which was accepted; the database cannot be migrated back`,
        fix: `use ${from} or a newer release, or restore a backup under a new resource`,
      };
    } else if (compareVersions(from, release.upgradesFrom) < 0) {
      yield {
        severity: 'refuse',
        rule: 'UpgradeSkipsRelease',
        path: 'spec.version',
        message: `"${spec.version}" cannot be reached from ${from} in one step`,
        fix: `upgrade to ${release.upgradesFrom} first`,
      };
    }
  },
};
