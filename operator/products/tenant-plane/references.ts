import type { Reference } from '../product.ts';
import { keyed, placement } from '../shared/references.ts';
import { aiKey } from './environment/ai.ts';
import { hasPostgres } from './model.ts';
import type { TenantPlaneModel } from './model.ts';

/** The key of the AI provider, and what pods name of the cluster. */
export function references(model: TenantPlaneModel): readonly Reference[] {
  const { own } = model;
  const key = aiKey(own.ai);
  return [
    ...(key === undefined ? [] : keyed(key.path, key.ref, 'apiKey')),
    ...placement('spec.tenantPlane.server', own.server),
    ...(hasPostgres(model) ? placement('spec.tenantPlane.postgres', own.postgres) : []),
  ];
}
