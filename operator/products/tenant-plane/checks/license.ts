import type { Finding } from '../../../api/finding.ts';
import { refused } from '../../shared/checks/finding.ts';
import type { TenantPlaneModel } from '../model.ts';

/** Offline the product knows what it may do from its licence alone. */
export function* license({ license: source }: TenantPlaneModel): Iterable<Finding> {
  if (source !== undefined) return;
  yield refused({
    path: 'spec.license',
    message: 'is missing: in offline mode the server reads its entitlements from the licence',
    fix: 'put the licence of this tenant into a Secret and name it in license.secretRef',
  });
}
