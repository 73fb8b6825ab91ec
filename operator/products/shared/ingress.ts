import type { KubeObject } from '../../api/object.ts';
import type { Model } from '../../model/model.ts';
import { childName } from '../../model/names.ts';

/** A path of the domain and the port of the part that serves it; nothing is stripped on the way. */
export type Route = readonly [path: string, part: string, port: string];

/** What serves the domain has to be there before, beside its parts: with no certificate, controllers serve one of their own making, and browsers warn. */
export const certificateNeed = ({ certificates }: Model): readonly string[] =>
  certificates?.kind === 'issuer' ? ['certificate'] : [];

/** How browsers come in by the domain. */
export function ingressObject(model: Model, routes: readonly Route[]): KubeObject {
  const { annotations, className } = model.ingress;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: childName(model, 'ingress'),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec: {
      ingressClassName: className,
      ...(model.certificates === undefined
        ? {}
        : { tls: [{ hosts: [model.domain], secretName: model.certificates.secretName }] }),
      rules: [
        {
          host: model.domain,
          http: {
            paths: routes.map(([path, part, port]) => ({
              path,
              pathType: 'Prefix',
              backend: { service: { name: childName(model, part), port: { name: port } } },
            })),
          },
        },
      ],
    },
  };
}
