import { expect, test } from 'vitest';

import { Flow } from '../support/flow.ts';

const AN_HOUR = 3_600_000;

test('a cluster that becomes too new: what runs is tended, and nothing grows', async () => {
  const flow = new Flow();
  await flow.site();
  await flow.ask();
  expect(await flow.condition('Ready')).toBe('True/Ready');

  flow.cluster.becomes({ major: '1', minor: '34', gitVersion: 'v1.34.1' });
  flow.advance(AN_HOUR);
  await flow.settle();
  expect(await flow.condition('Ready')).toBe('True/Ready');
  expect((await flow.status()).findings).toMatchObject([
    { rule: 'KubernetesUnsupported', severity: 'note' },
  ]);

  await flow.ask({ version: 'v1.1.0' });
  expect(await flow.condition('Ready')).toBe('False/Refused');
  expect(await flow.condition('Available')).toBe('True/Serving');
  await flow.cluster.remove({
    ...{ apiVersion: 'v1', kind: 'Service' },
    ...{ namespace: 'plane', name: 'plane-store' },
  });
  flow.advance(1_000);
  await flow.settle();
  expect(await flow.get('Service', 'plane-store')).toBeDefined();

  flow.cluster.becomes({ major: '1', minor: '33', gitVersion: 'v1.33.13' });
  flow.advance(AN_HOUR);
  await flow.settle();
  expect(await flow.condition('Ready')).toBe('True/Ready');
});

test('nothing is installed on a Kubernetes that nobody tested', async () => {
  const flow = new Flow();
  await flow.site();
  flow.cluster.becomes({ major: '1', minor: '30', gitVersion: 'v1.30.9' });
  await flow.ask();
  expect(await flow.condition('Ready')).toBe('False/Refused');
  expect(await flow.get('Deployment', 'plane-web')).toBeUndefined();
});
