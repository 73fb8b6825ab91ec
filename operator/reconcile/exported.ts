import { EXPORTED_ANNOTATION } from '../api/group.ts';
import { sealOf } from '../model/key-memo.ts';
import type { SecretReader } from '../observe/secrets.ts';
import type { AcceptedSpec } from '../preflight/accepted.ts';
import type { KeptKeys } from '../status/report.ts';

/** Whether each Secret whose keys the accepted record remembers was exported as it is remembered. */
export const exportStates = (
  { keys = {} }: AcceptedSpec,
  namespace: string,
  secrets: SecretReader,
): Promise<readonly KeptKeys[]> =>
  Promise.all(
    Object.entries(keys)
      .filter(([, { fingerprints }]) => Object.keys(fingerprints).length > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(async ([name, memo]) => {
        const stored = await secrets.stored(namespace, name);
        const noted = stored?.annotations[EXPORTED_ANNOTATION];
        if (stored === undefined) return { name, exported: 'Gone' };
        if (noted === undefined) return { name, exported: 'Never' };
        return { name, exported: noted === sealOf(memo) ? 'Current' : 'Outdated' };
      }),
  );
