import type { Finding } from '../../../api/finding.ts';
import type { Inputs } from '../../product.ts';
import { intakeOf } from '../model.ts';
import type { PlaneModel } from '../model.ts';
import { awaited } from '../../shared/checks/finding.ts';
import { wrongBundle } from '../../shared/checks/trust.ts';

/** What mail servers are shown is a certificate and its key, each under its own name. */
export function* intake(model: PlaneModel, inputs: Inputs): Iterable<Finding> {
  const { secretRef } = intakeOf(model)?.tls ?? {};
  if (secretRef === undefined) return;
  const path = 'spec.plane.mail.intake.tls.secretRef';
  const certificate = wrongBundle(inputs.value(secretRef.name, 'tls.crt'));
  if (certificate !== undefined)
    yield awaited({
      path,
      message: `key "tls.crt" of Secret "${secretRef.name}" ${certificate}`,
      fix: 'put the certificate there in PEM, followed by those between it and its authority',
    });
  if (!/-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/.test(inputs.value(secretRef.name, 'tls.key')))
    yield awaited({
      path,
      message: `key "tls.key" of Secret "${secretRef.name}" holds no private key in PEM`,
      fix: 'put the private key of the certificate there in PEM',
    });
}
