import { expect, test } from 'vitest';

import { INSTALLATION_NAME_LIMIT, installationCrd, policyCrd } from '../../../operator/api/crd.ts';
import { KINDS } from '../../../operator/api/kinds.ts';
import { InstallationStatus } from '../../../operator/api/status.ts';
import { MAX_INSTALLATION_NAME } from '../../../operator/model/names.ts';
import { SCHEMAS } from '../../crd/specs.ts';

test('installationCrd and the model agree on the longest name', () => {
  expect(INSTALLATION_NAME_LIMIT).toBe(MAX_INSTALLATION_NAME);
});

test.each([
  { crd: installationCrd(SCHEMAS), kind: KINDS.PlaneInstallation },
  { crd: policyCrd(), kind: KINDS.AirgapPolicy },
])('the definition of $kind.kind is named as the table of kinds has it', ({ crd, kind }) => {
  expect(crd.metadata.name).toBe(`${kind.plural}.airgapped.dev`);
  expect(crd['spec']).toMatchObject({
    names: { kind: kind.kind, plural: kind.plural },
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
  });
});

test('installationCrd wants exactly the member of the product for each product', () => {
  const [plane] = SCHEMAS;
  const two = installationCrd([plane!, { ...plane!, name: 'Other', member: 'other' }]);
  const text = JSON.stringify(two);
  expect(text).toContain(`(self.product == 'Plane') == has(self.plane)`);
  expect(text).toContain(`(self.product == 'Other') == has(self.other)`);
  expect(text).toContain('"enum":["Plane","Other"]');
});

test('installationCrd has no defaults in the spec: what is left out stays left out', () => {
  expect(JSON.stringify(installationCrd(SCHEMAS)).match(/"default":/g)).toHaveLength(1);
});

test('InstallationStatus refuses a member that the definition does not have', () => {
  expect(InstallationStatus.safeParse({ observedGeneration: -1 }).success).toBe(true);
  expect(InstallationStatus.safeParse({ phase: 'Running' }).success).toBe(false);
});
