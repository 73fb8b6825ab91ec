import { beforeEach, describe, expect, test } from 'vitest';

import { KINDS, ref } from '../../operator/api/kinds.ts';
import { Flow } from '../support/flow.ts';

let flow: Flow;

beforeEach(async () => {
  flow = new Flow();
  await flow.site();
});

describe.each(['ClusterIssuer', 'Issuer'] as const)('a certificate from %s', (kind) => {
  const spec = { certificates: { issuerRef: { kind, name: 'ca' } } };
  const where = kind === 'Issuer' ? { namespace: 'plane' } : {};
  const create = async (metadata: { name: string; namespace?: string }): Promise<void> => {
    await flow.cluster.create({ apiVersion: 'cert-manager.io/v1', kind, metadata });
    await flow.settle();
  };

  test('is waited for until its issuer is there, without a visit by the clock', async () => {
    await flow.ask(spec);
    expect(await flow.condition('Ready')).toBe('False/Waiting');
    expect((await flow.status()).findings).toMatchObject([{ rule: 'IssuerMissing' }]);
    await create({ name: 'ca', ...where });
    expect(await flow.condition('Ready')).toBe('True/Ready');
  });

  test('is missed when its issuer goes, and what runs goes on', async () => {
    await create({ name: 'ca', ...where });
    await flow.ask(spec);
    expect(await flow.condition('Ready')).toBe('True/Ready');
    await flow.cluster.remove(ref(KINDS[kind], 'ca', 'plane'));
    await flow.settle();
    expect(await flow.condition('Ready')).toBe('False/Waiting');
    expect(await flow.condition('Available')).toBe('True/Serving');
    await create({ name: 'ca', ...where });
    expect(await flow.condition('Ready')).toBe('True/Ready');
  });

  test('costs no request while nothing changes', async () => {
    await create({ name: 'ca', ...where });
    await flow.ask(spec);
    flow.cluster.forgetRequests();
    await flow.visit();
    expect(flow.cluster.requests).toEqual([]);
  });
});

test('an Issuer of another namespace is not meant', async () => {
  await flow.cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } });
  await flow.cluster.create({
    apiVersion: 'cert-manager.io/v1',
    kind: 'Issuer',
    metadata: { name: 'ca', namespace: 'other' },
  });
  await flow.ask({ certificates: { issuerRef: { kind: 'Issuer', name: 'ca' } } });
  expect((await flow.status()).findings).toMatchObject([{ rule: 'IssuerMissing' }]);
});
