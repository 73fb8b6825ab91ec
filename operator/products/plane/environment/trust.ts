import type { KubeObject } from '../../../api/object.ts';
import type { Inputs } from '../../product.ts';
import { secret } from '../../shared/objects.ts';
import type { Mount } from '../../shared/pod.ts';
import type { PlaneModel } from '../model.ts';

/** What makes a process trust the internal authorities; all empty without `spec.trust`. */
export interface Trust {
  readonly objects: readonly KubeObject[];
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: Readonly<Record<string, Mount>>;
}

const FOLDER = '/etc/plane/trust';
const FILE = 'ca.crt';

/** Variables by which OpenSSL, Go, requests, curl, boto and Node are told of a bundle. */
const NAMES = [
  'SSL_CERT_FILE',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'AWS_CA_BUNDLE',
  'NODE_EXTRA_CA_CERTS',
];

/**
 * One file with the internal authorities, mounted read-only. The vendor's chart installs them into the system's store
 * at every start, for which it needs root, and leaves half of the parts out.
 */
export function trusted(model: PlaneModel, inputs: Inputs): Trust {
  if (model.trust === undefined) return { objects: [], env: {}, mounts: {} };
  const object = secret(model, 'trust', {
    [FILE]: inputs.value(model.trust.name, model.trust.key),
  });
  return {
    objects: [object],
    env: Object.fromEntries(NAMES.map((name) => [name, `${FOLDER}/${FILE}`])),
    mounts: {
      trust: {
        path: FOLDER,
        readOnly: true,
        volume: { secret: { secretName: object.metadata.name } },
      },
    },
  };
}
