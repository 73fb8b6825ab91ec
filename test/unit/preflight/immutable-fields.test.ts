import { expect, test } from 'vitest';

import { immutableFields } from '../../../operator/preflight/rules/immutable-fields.ts';
import { accepted, anInput } from '../../support/rule-input.ts';

const STORES = { cache: { embedded: {} }, broker: { embedded: {} }, objectStore: { embedded: {} } };
const external = { external: { secretRef: { name: 'db' } } };

test.each([
  { change: {}, paths: [], why: 'nothing changed' },
  { change: { product: 'Other' }, paths: ['spec.product'], why: 'another product' },
  {
    change: { storage: { className: 'fast' } },
    paths: ['spec.storage.className'],
    why: 'a class is named later',
  },
  { change: { database: external }, paths: ['spec.database'], why: 'the database moves out' },
  {
    change: { plane: { cache: external, broker: { embedded: {} }, objectStore: external } },
    paths: ['spec.plane.cache', 'spec.plane.objectStore'],
    why: 'two stores move out, both are told',
  },
  {
    change: { database: { embedded: { size: '20Gi' } } },
    paths: [],
    why: 'the size of a volume, the subject of another rule',
  },
  {
    change: { plane: { ...STORES, search: { embedded: {} } } },
    paths: [],
    why: 'a store that may be left out is switched on',
  },
  { change: { domain: 'other.example.com' }, paths: [], why: 'a field that may change' },
])('immutable-fields: $why', ({ change, paths }) => {
  const input = anInput({ spec: change, facts: accepted({}) });
  expect([...immutableFields.check(input)].map(({ path }) => path)).toEqual(paths);
});

test.each([
  { now: undefined, paths: [], why: 'is switched off' },
  { now: external, paths: ['spec.plane.search'], why: 'moves out while it is on' },
])('immutable-fields: a store that may be left out $why', ({ now, paths }) => {
  const before = { plane: { ...STORES, search: { embedded: {} } } };
  const input = anInput({
    spec: { plane: { ...STORES, ...(now === undefined ? {} : { search: now }) } },
    facts: accepted(before),
  });
  expect([...immutableFields.check(input)].map(({ path }) => path)).toEqual(paths);
});
