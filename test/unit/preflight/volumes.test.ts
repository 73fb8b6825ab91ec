import { expect, test } from 'vitest';

import type { ClaimFact } from '../../../operator/observe/claim.ts';
import { volumes } from '../../../operator/preflight/rules/volumes.ts';
import { accepted, anInput } from '../../support/rule-input.ts';

const CLAIM: ClaimFact = {
  requested: '10Gi',
  capacity: '10Gi',
  className: 'fast',
  bound: true,
  resize: undefined,
};
const pending = {
  type: 'FileSystemResizePending',
  message: 'Waiting for user to (re-)start a pod',
};

const found = ({
  asked,
  claim = {},
  before,
  expands = true,
}: {
  readonly asked: string | undefined;
  readonly claim?: Partial<ClaimFact> | 'none';
  readonly before?: string;
  readonly expands?: boolean;
}): readonly string[] => {
  const input = anInput({
    facts: {
      ...accepted(before === undefined ? {} : { database: { embedded: { size: before } } }),
      volumes: [{ claim: 'data-0', path: 'spec.database.embedded.size', asked, size: '5Gi' }],
      claims: claim === 'none' ? {} : { 'data-0': { ...CLAIM, ...claim } },
      storageClasses: [{ name: 'fast', isDefault: true, provisioner: 'kwok', expands }],
    },
  });
  return [...volumes.check(input)].map(({ severity, rule, path, message }) => {
    expect(path).toBe('spec.database.embedded.size');
    expect(message).toContain('data-0');
    return `${severity} ${rule}`;
  });
};

test.each([
  { asked: undefined, findings: [], why: 'a spec that says nothing, smaller default' },
  { asked: '10Gi', findings: [], why: 'the size that is there' },
  { asked: '10240Mi', findings: [], why: 'the size that is there, written otherwise' },
  { asked: '20Gi', findings: [], why: 'a volume that grows' },
  { asked: '20Gi', claim: 'none' as const, findings: [], why: 'a volume that is not there yet' },
  { asked: '9Gi', findings: ['refuse VolumeCannotShrink'], why: 'a volume that shrinks' },
  {
    asked: '9Gi',
    before: '9Gi',
    findings: ['note VolumeCannotShrink'],
    why: 'a claim that was grown by hand',
  },
  {
    asked: '20Gi',
    expands: false,
    findings: ['refuse VolumeNotExpandable'],
    why: 'a class that does not let it grow',
  },
  {
    asked: '20Gi',
    claim: { className: undefined },
    findings: ['refuse VolumeNotExpandable'],
    why: 'a claim without a class',
  },
  {
    asked: '20Gi',
    claim: { bound: false, capacity: undefined },
    findings: ['wait VolumeNotBound'],
    why: 'a claim that is not bound',
  },
  {
    asked: '20Gi',
    claim: { requested: '20Gi', resize: pending },
    findings: ['note VolumeResizing'],
    why: 'a filesystem that has not grown yet',
  },
])('volumes: $why', ({ findings, ...input }) => {
  expect(found(input)).toEqual(findings);
});

test('what speaks against a size says what is there and what would be accepted', () => {
  const input = anInput({
    facts: {
      volumes: [{ claim: 'data-0', path: 'spec.x.size', asked: '9Gi', size: '5Gi' }],
      claims: { 'data-0': CLAIM },
    },
  });
  const [finding] = [...volumes.check(input)];
  expect(finding?.message).toBe('asks for 9Gi, and claim "data-0" has 10Gi: volumes do not shrink');
  expect(finding?.fix).toContain('give 10Gi or more');
});
