import type { Reference } from '../product.ts';
import { OBJECT_STORE_KEYS } from './connections.ts';
import type { PlaneModel } from './model.ts';

/** Secrets of external stores. */
export function references({ own }: PlaneModel): readonly Reference[] {
  const url = (store: 'cache' | 'broker'): readonly Reference[] => {
    const { external } = own[store];
    if (external === undefined) return [];
    const { name, key = 'url' } = external.secretRef;
    return [{ kind: 'Secret', path: `spec.plane.${store}.external.secretRef`, name, keys: [key] }];
  };
  const store = own.objectStore.external;
  const objectStore: readonly Reference[] =
    store === undefined
      ? []
      : [
          {
            kind: 'Secret',
            path: 'spec.plane.objectStore.external.secretRef',
            name: store.secretRef.name,
            keys: OBJECT_STORE_KEYS,
          },
        ];
  return [...url('cache'), ...url('broker'), ...objectStore];
}
