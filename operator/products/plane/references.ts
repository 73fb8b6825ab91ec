import type { Reference } from '../product.ts';
import { OBJECT_STORE_KEYS } from './connections.ts';
import { intakeOf } from './model.ts';
import type { PlaneModel } from './model.ts';

/** Keys of the Secret with the certificate for mail that comes in. */
export const INTAKE_KEYS = ['tls.crt', 'tls.key'] as const;

/** Secrets of external stores, and of mail that comes in. */
export function references(model: PlaneModel): readonly Reference[] {
  const { own } = model;
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
  return [...url('cache'), ...url('broker'), ...objectStore, ...intake(model)];
}

/** Nobody reads it while the part is off. */
function intake(model: PlaneModel): readonly Reference[] {
  const { tls } = intakeOf(model) ?? {};
  if (tls === undefined) return [];
  const path = 'spec.plane.mail.intake.tls.secretRef';
  return [{ kind: 'Secret', path, name: tls.secretRef.name, keys: INTAKE_KEYS }];
}
