import { certificateNeed, ingressObject } from '../../shared/ingress.ts';
import type { Route } from '../../shared/ingress.ts';
import { BUCKET } from '../connections.ts';
import type { PlanePart } from '../context.ts';
import { isOn, isOpen } from '../model.ts';
import type { PlaneModel } from '../model.ts';

/** Paths of the domain and the parts that serve them; nothing is stripped on the way. */
const ROUTES: readonly Route[] = [
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
      ...certificateNeed(model),
    ],
    objects: [ingressObject(model, routesOf(model))],
  };
};

function routesOf(model: PlaneModel): readonly Route[] {
  const store: readonly Route[] =
    model.own.objectStore.embedded === undefined ? [] : [[`/${BUCKET}`, 'minio', 's3']];
  const connectors: readonly Route[] = isOn(model, 'silo') ? [['/silo/', 'silo', 'http']] : [];
  // Not waited for like the others: an address of a model that is wrong must keep nobody out.
  const ai: readonly Route[] = model.own.ai === undefined ? [] : [['/pi/', 'pi-api', 'http']];
  return [...ROUTES, ...connectors, ...ai, ...store, ['/', 'web', 'http']];
}
