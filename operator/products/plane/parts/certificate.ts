import { childName } from '../../../model/names.ts';
import type { PlanePart } from '../context.ts';

/** The certificate of the domain, ordered from cert-manager: a part of its own, so that it is issued while stores start. */
export const certificate: PlanePart = ({ model }) => {
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
};
