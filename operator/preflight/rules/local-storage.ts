import type { Rule } from '../rule.ts';

/** Provisioners whose volumes lie on the disk of one node, by the name in `provisioner` of their StorageClass. */
const LOCAL: ReadonlySet<string> = new Set([
  'kubernetes.io/no-provisioner', // local volumes, made by hand or by the static provisioner
  'rancher.io/local-path', // the default class of k3s
  'microk8s.io/hostpath',
  'hostpath.csi.k8s.io',
  'openebs.io/local',
  'local.csi.openebs.io', // LVM
  'zfs.csi.openebs.io',
  'topolvm.io',
]);

/** Says what it means when volumes lie on one node's own disk. */
export const localStorage: Rule = {
  id: 'local-storage',
  doc: "Volumes of a StorageClass that keeps them on one node's own disk are told: they do not outlive that node.",
  reasons: ['NodeLocalStorage'],
  online: true,
  *check({ facts }) {
    if (facts.volumes.length === 0) return;
    const named = facts.references.find(({ kind }) => kind === 'StorageClass');
    const used = facts.storageClasses.find(({ name, isDefault }) =>
      named === undefined || named.name === '' ? isDefault : name === named.name,
    );
    if (used?.provisioner === undefined || !LOCAL.has(used.provisioner)) return;
    yield {
      severity: 'note',
      rule: 'NodeLocalStorage',
      path: 'spec.storage.className',
      message: `StorageClass "${used.name}" (${used.provisioner}) keeps each volume on the disk of one node: while that node is down its store is down, and when its disk is lost so is the data`,
      fix: 'use a StorageClass of replicated or network storage, or external stores; otherwise take backups to another machine',
    };
  },
};
