import type { Model } from '../../model/model.ts';
import { childName } from '../../model/names.ts';
import type { Part } from '../product.ts';

/** The certificate of the domain, where it is ordered from cert-manager: a part of its own, so that it is issued while stores start. */
export function certificatePart(model: Model): Part | undefined {
  const { certificates, domain } = model;
  if (certificates?.kind !== 'issuer') return undefined;
  const { secretName, issuer } = certificates;
  return {
    name: 'certificate',
    after: [],
    objects: [
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: childName(model, 'tls') },
        spec: {
          secretName,
          dnsNames: [domain],
          issuerRef: { group: 'cert-manager.io', kind: issuer.kind, name: issuer.name },
        },
      },
    ],
  };
}
