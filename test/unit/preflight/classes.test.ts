import { expect, test } from 'vitest';

import { classes } from '../../../operator/preflight/rules/classes.ts';
import type { Reference } from '../../../operator/products/product.ts';
import { anInput } from '../../support/rule-input.ts';

const storage = (name: string): Reference => ({
  kind: 'StorageClass',
  path: 'spec.storage.className',
  name,
});
const issuer: Reference = {
  kind: 'ClusterIssuer',
  path: 'spec.certificates.issuerRef.name',
  name: 'ca',
};
const priority: Reference = {
  kind: 'PriorityClass',
  path: 'spec.plane.components.postgres.priorityClassName',
  name: 'stores',
};
const fast = [{ name: 'fast', isDefault: false }];

test.each([
  {
    references: [storage('fast')],
    facts: { storageClasses: fast },
    rules: [],
    why: 'a class that is there',
  },
  {
    references: [storage('slow')],
    facts: { storageClasses: fast },
    rules: ['StorageClassMissing'],
    why: 'a class that is not there',
  },
  {
    references: [storage('')],
    facts: { storageClasses: fast },
    rules: ['StorageClassMissing'],
    why: 'no class is the default one',
  },
  {
    references: [storage('')],
    facts: { storageClasses: [{ name: 'fast', isDefault: true }] },
    rules: [],
    why: 'the default class',
  },
  { references: [issuer], facts: {}, rules: ['IssuerMissing'], why: 'an issuer that is not there' },
  {
    references: [issuer],
    facts: { issuers: ['ClusterIssuer/ca'] },
    rules: [],
    why: 'an issuer that is there',
  },
  {
    references: [{ kind: 'IngressClass' as const, path: 'spec.ingress.className', name: 'nginx' }],
    facts: {},
    rules: ['IngressClassMissing'],
    why: 'an ingress class that is not there',
  },
  {
    references: [priority],
    facts: { priorityClasses: fast },
    rules: ['PriorityClassMissing'],
    why: 'a priority class that is not there',
  },
  {
    references: [priority],
    facts: { priorityClasses: [{ name: 'stores', isDefault: false }] },
    rules: [],
    why: 'a priority class that is there',
  },
])('classes: $why', ({ references, facts, rules }) => {
  expect(
    [...classes.check(anInput({ facts: { references, ...facts } }))].map(({ rule }) => rule),
  ).toEqual(rules);
});
