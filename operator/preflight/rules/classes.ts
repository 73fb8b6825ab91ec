import type { Finding } from '../../api/finding.ts';
import type { Reason } from '../../api/reasons.ts';
import type { ClassFact } from '../../observe/class.ts';
import type { Rule } from '../rule.ts';

/** Every class and issuer that the spec names is there, and a default StorageClass where none is named. */
export const classes: Rule = {
  id: 'classes',
  doc: 'The IngressClass, the StorageClass (or a default one), PriorityClasses and the cert-manager issuer that the spec names must exist.',
  reasons: ['StorageClassMissing', 'IngressClassMissing', 'PriorityClassMissing', 'IssuerMissing'],
  online: true,
  *check({ facts }) {
    for (const reference of facts.references) {
      if (reference.kind === 'StorageClass')
        yield* named('StorageClassMissing', reference, storageNames(facts.storageClasses));
      if (reference.kind === 'IngressClass')
        yield* named('IngressClassMissing', reference, namesOf(facts.ingressClasses));
      if (reference.kind === 'PriorityClass')
        yield* named('PriorityClassMissing', reference, namesOf(facts.priorityClasses));
      if (reference.kind !== 'Issuer' && reference.kind !== 'ClusterIssuer') continue;
      if (facts.issuers.includes(`${reference.kind}/${reference.name}`)) continue;
      yield {
        severity: 'wait',
        rule: 'IssuerMissing',
        path: reference.path,
        message: `${reference.kind} "${reference.name}" of cert-manager does not exist`,
        fix: 'create it, with an internal certificate authority, or use certificates.secretRef',
      };
    }
  },
};

const namesOf = (classes: readonly ClassFact[]): readonly string[] =>
  classes.map(({ name }) => name);

/** The empty name stands for the default class, so it is there when one is marked so. */
const storageNames = (classes: readonly ClassFact[]): readonly string[] => [
  ...namesOf(classes),
  ...(classes.some(({ isDefault }) => isDefault) ? [''] : []),
];

function* named(
  rule: Reason,
  { kind, path, name }: { readonly kind: string; readonly path: string; readonly name: string },
  present: readonly string[],
): Iterable<Finding> {
  if (present.includes(name)) return;
  const choices =
    present.length === 0 ? 'the cluster has none' : `the cluster has ${present.join(', ')}`;
  yield {
    severity: 'wait',
    rule,
    path,
    message:
      name === ''
        ? `no ${kind} is the default one`
        : `${kind} "${name}" does not exist; ${choices}`,
    fix: name === '' ? `name one, or mark one as default` : `create it, or name another`,
  };
}
