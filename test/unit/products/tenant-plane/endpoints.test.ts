import { expect, test } from 'vitest';

import { endpointsOf } from '../../../../operator/preflight/endpoints.ts';
import { aCase, casesOf } from '../../../golden/cases.ts';
import type { Case } from '../../../golden/cases.ts';

const judged = ({ spec, model, product }: Case) =>
  endpointsOf(spec, model, product).flatMap((endpoint) =>
    'text' in endpoint && endpoint.path.startsWith('spec.tenantPlane')
      ? [`${endpoint.path} ${endpoint.kind} ${endpoint.text}`]
      : [],
  );

test('every address in a spec is judged', () => {
  for (const of of casesOf('TenantPlane')) {
    const text = JSON.stringify(of.spec['tenantPlane']);
    const addresses = [...text.matchAll(/"(https?:[^"]+)"/g)].map(([, address = '']) => address);
    for (const address of addresses)
      expect(
        judged(of).some((line) => line.endsWith(` ${address}`)),
        address,
      ).toBe(true);
  }
});

test('Bedrock is two names of its region, unless the role comes from the node', () => {
  expect(judged(aCase('tenant-bedrock'))).toEqual([
    'spec.tenantPlane.ai.bedrock.region host bedrock-runtime.us-east-1.amazonaws.com',
    'spec.tenantPlane.ai.bedrock host sts.us-east-1.amazonaws.com',
  ]);
  const node = aCase('tenant-bedrock', { 'tenantPlane.ai.bedrock.taskRole': 'InstanceMetadata' });
  expect(judged(node).join(' ')).not.toContain('sts.');
  const china = aCase('tenant-bedrock', { 'tenantPlane.ai.bedrock.region': 'cn-north-1' });
  expect(judged(china)[0]).toMatch(/ bedrock-runtime\.cn-north-1\.amazonaws\.com\.cn$/);
});
