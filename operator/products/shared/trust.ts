import type { KubeObject } from '../../api/object.ts';
import type { Model } from '../../model/model.ts';
import type { Inputs } from '../product.ts';
import { secret, standingSecret } from './objects.ts';
import type { Mount } from './pod.ts';

/** Variables and the mount by which one container trusts the internal authorities. */
export interface Trusting {
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: Readonly<Record<string, Mount>>;
}

/** What makes a process trust the internal authorities; all empty without `spec.trust`. */
export interface Trust extends Trusting {
  readonly objects: readonly KubeObject[];
  /** The same for a store: a changed bundle is another file in the running pod, and restarts no store. */
  readonly standing: Trusting;
}

const NOBODY: Trusting = { env: {}, mounts: {} };

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
 * of Plane at every start, for which it needs root, and leaves half of the parts out.
 */
export function trusted(
  model: Model,
  inputs: Inputs,
  { hasStores }: { readonly hasStores: boolean },
): Trust {
  if (model.trust === undefined) return { objects: [], ...NOBODY, standing: NOBODY };
  const bundle = { [FILE]: inputs.value(model.trust.name, model.trust.key) };
  const object = secret(model, 'trust', bundle);
  const standing = standingSecret(model, 'trust', bundle);
  return {
    objects: hasStores ? [object, standing] : [object],
    ...trusting(object.metadata.name),
    standing: trusting(standing.metadata.name),
  };
}

const trusting = (secretName: string): Trusting => ({
  env: Object.fromEntries(NAMES.map((name) => [name, `${FOLDER}/${FILE}`])),
  mounts: {
    trust: { path: FOLDER, readOnly: true, volume: { secret: { secretName } } },
  },
});
