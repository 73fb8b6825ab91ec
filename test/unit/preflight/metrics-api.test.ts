import { expect, test } from 'vitest';

import { metricsApi } from '../../../operator/preflight/rules/metrics-api.ts';
import type { Reference } from '../../../operator/products/product.ts';
import { anInput } from '../../support/rule-input.ts';

const METRICS = 'v1beta1.metrics.k8s.io';
const of = (part: string): Reference => ({
  kind: 'APIService',
  path: `spec.plane.components.${part}.autoscaling`,
  name: METRICS,
});

test.each([
  { references: [], apiServices: {}, notes: [], why: 'nothing is scaled' },
  { references: [of('api')], apiServices: {}, notes: [], why: 'nobody asked' },
  {
    references: [of('api')],
    apiServices: { [METRICS]: true },
    notes: [],
    why: 'metrics are there',
  },
  {
    references: [of('api'), of('web')],
    apiServices: { [METRICS]: false },
    notes: ['note MetricsMissing spec.plane.components.api.autoscaling'],
    why: 'metrics are missing for two',
  },
])('metrics-api: $why', ({ references, apiServices, notes }) => {
  const found = [...metricsApi.check(anInput({ facts: { references, apiServices } }))];
  expect(found.map(({ severity, rule, path }) => `${severity} ${rule} ${path}`)).toEqual(notes);
});

test('metrics-api counts the parts that it does not name', () => {
  const facts = { references: [of('api'), of('web')], apiServices: { [METRICS]: false } };
  const [note] = [...metricsApi.check(anInput({ facts }))];
  expect(note?.message).toContain('this autoscaler (and 1 more like it)');
});
