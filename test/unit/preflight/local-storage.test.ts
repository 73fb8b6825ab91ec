import { expect, test } from 'vitest';

import { localStorage } from '../../../operator/preflight/rules/local-storage.ts';
import { anInput } from '../../support/rule-input.ts';

const VOLUME = { claim: 'data-0', path: 'spec.x.size', asked: undefined, size: '5Gi' };
const CLASSES = [
  { name: 'local', isDefault: true, provisioner: 'rancher.io/local-path', expands: false },
  { name: 'network', isDefault: false, provisioner: 'csi.example.com', expands: true },
];

test.each([
  { name: 'local', volumes: [VOLUME], rules: ['NodeLocalStorage'], why: 'a class of local disks' },
  { name: '', volumes: [VOLUME], rules: ['NodeLocalStorage'], why: 'the default class, if local' },
  { name: 'network', volumes: [VOLUME], rules: [], why: 'a class of network storage' },
  { name: 'absent', volumes: [VOLUME], rules: [], why: "a class that is another rule's subject" },
  { name: 'local', volumes: [], rules: [], why: 'an installation without volumes' },
])('local-storage: $why', ({ name, volumes, rules }) => {
  const reference = { kind: 'StorageClass' as const, path: 'spec.storage.className', name };
  const facts = { references: [reference], storageClasses: CLASSES, volumes };
  const findings = [...localStorage.check(anInput({ facts }))];
  expect(findings.map(({ rule }) => rule)).toEqual(rules);
  expect(findings.every(({ severity }) => severity === 'note')).toBe(true);
});
