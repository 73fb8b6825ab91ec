import type { Finding } from '../../api/finding.ts';
import { compareQuantities } from '../../api/quantity.ts';
import type { ClassFact } from '../../observe/class.ts';
import type { ClaimFact } from '../../observe/claim.ts';
import type { Volume } from '../../products/product.ts';
import type { Rule, RuleInput } from '../rule.ts';

/** A volume that is there keeps its size or grows, where its StorageClass lets it. */
export const volumes: Rule = {
  id: 'volumes',
  doc: 'A volume may grow when its claim is bound and its StorageClass has allowVolumeExpansion: true; it never shrinks.',
  reasons: ['VolumeCannotShrink', 'VolumeNotExpandable', 'VolumeNotBound', 'VolumeResizing'],
  online: true,
  *check(input) {
    for (const volume of input.facts.volumes) {
      const claim = input.facts.claims[volume.claim];
      if (claim?.requested === undefined) continue;
      const present = claim.requested;
      const order = compareQuantities(volume.asked, present) ?? 0;
      if (order < 0) yield shrinks(volume, present, input);
      if (order > 0) yield* cannotGrow(volume, claim, input.facts.storageClasses);
      yield* resizing(volume, claim);
    }
  },
};

/** Somebody may have grown the claim by hand: a spec that was accepted before does not turn wrong by it. */
function shrinks(
  { claim, path, asked = '' }: Volume,
  present: string,
  { facts }: RuleInput,
): Finding {
  const isNew = textAt({ spec: facts.accepted?.spec }, path) !== asked;
  return {
    severity: isNew ? 'refuse' : 'note',
    rule: 'VolumeCannotShrink',
    path,
    message: `asks for ${asked}, and claim "${claim}" has ${present}: volumes do not shrink${isNew ? '' : ', so it keeps what it has'}`,
    fix: `give ${present} or more, or leave the size out, and the volume stays as it is`,
  };
}

function* cannotGrow(
  { claim, path, asked = '' }: Volume,
  { bound, className = '', requested = '' }: ClaimFact,
  classes: readonly ClassFact[],
): Iterable<Finding> {
  if (!bound) {
    yield {
      severity: 'wait',
      rule: 'VolumeNotBound',
      path,
      message: `asks for ${asked}, and claim "${claim}" of ${requested} is not bound to a volume yet, so its size cannot change`,
      fix: 'see why it is not bound; or delete the claim, in which nothing is stored yet',
    };
    return;
  }
  if (classes.some(({ name, expands }) => name === className && expands === true)) return;
  yield {
    severity: 'refuse',
    rule: 'VolumeNotExpandable',
    path,
    message: `asks for ${asked}, and claim "${claim}" has ${requested} of ${className === '' ? 'no StorageClass, so it cannot' : `StorageClass "${className}", which does not let it`} grow`,
    fix: `leave the size at ${requested}, or set allowVolumeExpansion: true on the StorageClass if its driver can resize`,
  };
}

function* resizing(
  { claim, path }: Volume,
  { resize, requested = '', capacity = '' }: ClaimFact,
): Iterable<Finding> {
  if (resize === undefined) return;
  const { type, message } = resize;
  yield {
    severity: 'note',
    rule: 'VolumeResizing',
    path,
    message: `claim "${claim}" asks for ${requested} and has ${capacity}: ${type}${message === '' ? '' : `: ${message}`}`,
    fix: FIXES[type] ?? 'wait: the storage driver is at it',
  };
}

const FIXES: Readonly<Record<string, string>> = {
  FileSystemResizePending:
    'wait; when the driver cannot grow a mounted volume, restart the pod that uses it',
  ControllerResizeError: 'see the events of the claim, and make room in the storage behind it',
  NodeResizeError: 'see the events of the claim and of the pod that uses it',
};

/** The text at a path of plain names. */
function textAt(value: unknown, path: string): string | undefined {
  const found = path
    .split('.')
    .reduce<unknown>(
      (inner, name) =>
        typeof inner === 'object' && inner !== null
          ? (inner as Readonly<Record<string, unknown>>)[name]
          : undefined,
      value,
    );
  return typeof found === 'string' ? found : undefined;
}
