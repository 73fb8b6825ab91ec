import { heldLicense } from '../../../model/names.ts';
import type { Inputs } from '../../product.ts';
import type { TenantPlaneModel } from '../model.ts';

type Variables = Readonly<Record<string, string>>;

/** The public key by which the server checks the licence: with `\n` for line ends, as the vendor's page writes it. */
export const licenseVariables = ({ licenseKey }: Inputs): Variables =>
  licenseKey === undefined
    ? {}
    : { CP_LICENSE_PUBLIC_KEY: licenseKey.trim().replaceAll('\n', '\\n') };

/**
 * The licence in force. Where there is none now, nothing is rendered at all: what runs keeps the licence that it has,
 * and a server that was never given one would not know what it may do.
 */
export const licenseSecrets = (model: TenantPlaneModel, inputs: Inputs): Variables => ({
  ATLASAI_LICENSE_KEY: inputs.license ?? inputs.value(heldLicense(model), 'license'),
});
