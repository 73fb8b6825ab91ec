import type { KubeObject } from '../../../../operator/api/object.ts';
import { at, text } from './hands.ts';
import type { Condition, Hands } from './hands.ts';

/** Issues a cert-manager Certificate whose issuer exists; the Secret's content is a stand-in. */
export function issueCertificate(hands: Hands, certificate: KubeObject): void {
  const { namespace = '' } = certificate.metadata;
  const kind = text(at(certificate, 'spec', 'issuerRef', 'kind')) || 'Issuer';
  const issuer = text(at(certificate, 'spec', 'issuerRef', 'name'));
  const where = kind === 'ClusterIssuer' ? undefined : namespace;
  if (hands.find(kind, where, issuer) === undefined || hands.held(certificate) !== undefined)
    return;
  const name = text(at(certificate, 'spec', 'secretName'));
  if (hands.find('Secret', namespace, name) === undefined) {
    const pem = Buffer.from(`stand-in for ${name}`).toString('base64');
    hands.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name,
        namespace,
        annotations: { 'cert-manager.io/certificate-name': certificate.metadata.name },
      },
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': pem, 'tls.key': pem, 'ca.crt': pem },
    });
  }
  const ready: Condition = {
    type: 'Ready',
    status: 'True',
    reason: 'Ready',
    message: 'Certificate is up to date and has not expired',
  };
  const conditions = hands.conditions(certificate, [ready], undefined);
  hands.status(certificate, { conditions, revision: 1 });
}
