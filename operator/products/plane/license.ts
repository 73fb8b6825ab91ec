import type { LicenseSource } from '../../model/model.ts';
import type { LicenseFormat } from '../product.ts';
import type { PlaneSpec } from './spec/index.ts';

type Plan = NonNullable<LicenseSource['plan']>;

const WORKSPACE =
  'in the application, in the settings of each workspace under Billing and plans, choose to activate the workspace and upload the file';

/** Where each plan is activated, as the vendor documents it. */
const UPLOAD: Readonly<Record<Plan, string>> = {
  Pro: WORKSPACE,
  Business: WORKSPACE,
  EnterpriseGrid:
    'in God Mode, under Billing, upload the file and activate it: it counts for the whole instance',
};

/**
 * The vendor's licence file: its format is documented nowhere, and no release of Plane reads one from disk, so that it is
 * uploaded by hand. A file is issued for one version of Plane.
 */
export const license: LicenseFormat<PlaneSpec> = {
  kind: 'Opaque',
  steps: ({ license: source, release }) => {
    const upload =
      source?.plan === undefined
        ? `upload it: for Pro and Business ${UPLOAD.Pro}; for Enterprise Grid ${UPLOAD.EnterpriseGrid}. spec.license.plan leaves one of them`
        : UPLOAD[source.plan];
    return [
      `on a connected machine, in the vendor's Prime portal under Manage licences, download the licence file for Plane ${release.version}, and bring it in`,
      'put the file into the Secret that spec.license.secretRef names, so that it is kept',
      upload,
      'after an upgrade to another version of Plane, look whether the licence is still active, and do this again with a file for that version',
    ];
  },
};
