import { digest } from '../../../lib/digest.ts';
import type { Inputs } from '../../product.ts';
import type { PlaneModel } from '../model.ts';
import { secretNames } from '../secrets.ts';

/**
 * What identifies the instance towards its licence, for the API and the monitor alike.
 *
 * PRIME_HOST is the vendor's own constant and stays what its documentation says: nothing calls it in airgapped mode,
 * and a licence may be bound to it. It is the only name of an outside host in anything that is rendered.
 */
export const identity = (model: PlaneModel, inputs: Inputs): Readonly<Record<string, string>> => ({
  PRIME_HOST: 'https://prime.plane.so',
  MACHINE_SIGNATURE: signature(inputs.value(secretNames(model).keys, 'MACHINE_SIGNATURE')),
  APP_DOMAIN: model.domain,
  APP_VERSION: model.release.version,
  IS_AIRGAPPED: '1',
});

/**
 * The vendor's chart derives the signature from domain, namespace and release name, so that a licence is lost when any
 * of them changes. Ours comes from a value that is drawn once and kept, in the same form: 64 hex digits. A key that has
 * this form already is a signature that an installation brings along, and is taken as it is.
 */
const signature = (kept: string): string => (/^[0-9a-f]{64}$/.test(kept) ? kept : digest(kept));
