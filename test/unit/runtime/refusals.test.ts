import { expect, test } from 'vitest';

import type { Happening } from '../../../operator/ports/events.ts';
import { countingRefusals } from '../../../operator/runtime/refusals.ts';

test('what leads outside is counted by its rule, and every event is told', () => {
  const told: string[] = [];
  const counted: string[] = [];
  const events = countingRefusals({ record: ({ reason }) => told.push(reason) }, (rule) =>
    counted.push(rule),
  );
  const happening = (reason: Happening['reason']): Happening => ({
    regarding: { apiVersion: 'v1', kind: 'Pod', name: 'x', uid: '' },
    type: 'Warning',
    reason,
    action: 'Inspect',
    note: '',
  });
  for (const reason of ['NameNotAllowed', 'CertificateExpired', 'NoPolicy'] as const)
    events.record(happening(reason));
  expect(told).toEqual(['NameNotAllowed', 'CertificateExpired', 'NoPolicy']);
  expect(counted).toEqual(['NameNotAllowed', 'NoPolicy']);
});
