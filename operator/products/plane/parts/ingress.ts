import type { KubeObject } from '../../../api/object.ts';
import { childName } from '../../../model/names.ts';
import { BUCKET } from '../connections.ts';
import type { PlanePart } from '../context.ts';
import { isOn, isOpen } from '../model.ts';
import type { PlaneModel } from '../model.ts';

/** Paths of the domain and the parts that serve them; nothing is stripped on the way. */
const ROUTES: readonly (readonly [path: string, part: string, port: string])[] = [
  ['/spaces/', 'space', 'http'],
  ['/god-mode/', 'admin', 'http'],
  ['/api/', 'api', 'http'],
  ['/auth/', 'api', 'http'],
  ['/graphql/', 'api', 'http'],
  ['/marketplace/', 'api', 'http'],
  // The vendor's chart leaves this one out, and with it the assets of the API's own pages.
  ['/static/', 'api', 'http'],
  ['/live/', 'live', 'http'],
];

/** Lets browsers in, once there is something behind every path and somebody owns the instance. */
export const ingress: PlanePart = ({ model }) => {
  if (!isOpen(model)) return undefined;
  return {
    name: 'ingress',
    after: [
      'web',
      'admin',
      'space',
      'live',
      'api',
      ...(isOn(model, 'silo') ? ['silo'] : []),
      // With none, controllers serve one of their own making, and browsers warn.
      ...(model.certificates?.kind === 'issuer' ? ['certificate'] : []),
    ],
    objects: [rules(model)],
  };
};

function rules(model: PlaneModel): KubeObject {
  const { annotations, className } = model.ingress;
  const store =
    model.own.objectStore.embedded === undefined ? [] : [[`/${BUCKET}`, 'minio', 's3'] as const];
  const connectors = isOn(model, 'silo') ? [['/silo/', 'silo', 'http'] as const] : [];
  // Not waited for like the others: an address of a model that is wrong must keep nobody out.
  const ai = model.own.ai === undefined ? [] : [['/pi/', 'pi-api', 'http'] as const];
  const paths = [...ROUTES, ...connectors, ...ai, ...store, ['/', 'web', 'http'] as const];
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
            paths: paths.map(([path, part, port]) => ({
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
