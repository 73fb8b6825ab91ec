import type { InstallationSpec } from '../api/installation.ts';
import type { ObjectRef } from '../api/object.ts';
import type { KeyMemo } from '../model/key-memo.ts';

/** The last spec that was accepted: what passes run on while a newer one is refused or waits. */
export interface AcceptedSpec {
  readonly generation: number;
  readonly spec: InstallationSpec;
  /** Digest of the values that went in beside the spec. */
  readonly inputs: string;
  /** Everything that was wanted when it was accepted. */
  readonly inventory: readonly ObjectRef[];
  /** Seeds by path as they were when a spec was first accepted; absent in records that know of none. */
  readonly seeds?: Readonly<Record<string, string>>;
  /** Fingerprints of generated Secrets, by name; absent in records of operators that kept none. */
  readonly keys?: Readonly<Record<string, KeyMemo>>;
}
