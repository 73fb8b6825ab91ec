import { expect, test } from 'vitest';

import { AirgapPolicySpec, policyFor } from '../../../operator/api/policy.ts';
import { ONLY_THE_JUDGE, POLICY_CASES } from '../../support/policy-cases.ts';

test.each(POLICY_CASES)('AirgapPolicySpec and the judge agree on $id: $why', (one) => {
  const known = ONLY_THE_JUDGE.includes(one.id);
  const taken = AirgapPolicySpec.safeParse(one.spec).success ? 'allow' : 'refuse';
  expect({ taken, known }).toEqual({ taken: known ? 'allow' : one.expect, known });
});

test('AirgapPolicySpec tells public blocks of namespaces, too', () => {
  const spec = { namespaces: [{ name: 'plane', allowedCIDRs: ['131.107.0.0/16'] }] };
  expect(AirgapPolicySpec.safeParse(spec).error?.issues[0]?.message).toContain('isolated network');
  expect(AirgapPolicySpec.safeParse({ ...spec, publicRangesAcknowledged: true }).success).toBe(
    true,
  );
});

test('policyFor puts the lists of a namespace in place of those of the cluster', () => {
  const spec = {
    allowedHosts: ['a.corp.example.com'],
    allowedSuffixes: ['corp.example.com'],
    allowDotless: true,
    namespaces: [{ name: 'plane', allowedHosts: [] }],
  };
  expect(policyFor(spec, 'plane')).toEqual({
    allowedHosts: [],
    allowedSuffixes: ['corp.example.com'],
    allowDotless: true,
  });
  expect(policyFor(spec, 'other').allowedHosts).toEqual(['a.corp.example.com']);
});
