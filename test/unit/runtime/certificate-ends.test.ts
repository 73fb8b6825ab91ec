import { expect, test } from 'vitest';

import type { Installation } from '../../../operator/observe/installation.ts';
import { certificateEnds } from '../../../operator/runtime/certificate-ends.ts';
import { Metrics } from '../../../operator/runtime/metrics.ts';

const installation = (
  name: string,
  certificates: NonNullable<Installation['status']>['certificates'],
): Installation => ({
  name,
  namespace: 'plane',
  uid: name,
  resourceVersion: '1',
  generation: 1,
  deleting: undefined,
  finalizers: [],
  spec: {},
  status: certificates === undefined ? undefined : { certificates },
});

const trusted = (notAfter: string) => ({
  purpose: 'Trust' as const,
  secret: 'ca',
  subject: 'CN=ca',
  notAfter,
});

const lines = async (metrics: Metrics): Promise<readonly string[]> =>
  (await metrics.registry.metrics())
    .split('\n')
    .filter((line) => line.startsWith('plane_operator_certificate_not_after_seconds{'));

test('the first end of each purpose is measured, and those of installations that are gone are not', async () => {
  const metrics = new Metrics();
  const first = installation('first', [
    trusted('2026-01-02T00:00:00Z'),
    trusted('2026-01-01T00:00:00Z'),
    { ...trusted('2027-01-01T00:00:00Z'), purpose: 'Ingress' },
  ]);
  metrics.certificates(certificateEnds([first, installation('second', undefined)]));
  expect(await lines(metrics)).toEqual([
    'plane_operator_certificate_not_after_seconds{namespace="plane",name="first",purpose="Trust"} 1767225600',
    'plane_operator_certificate_not_after_seconds{namespace="plane",name="first",purpose="Ingress"} 1798761600',
  ]);
  metrics.certificates(certificateEnds([]));
  expect(await lines(metrics)).toEqual([]);
});
