import type { Reason } from './reasons.ts';

/**
 * One thing that keeps a spec from being carried out.
 *
 * `refuse`: the spec has to change. `wait`: something else has to appear or change, and then the
 * finding ends by itself. `note`: carried out all the same, and worth knowing.
 */
export type Severity = 'refuse' | 'wait' | 'note';

/** One thing wrong, said so that the reader can mend it without reading code. */
export interface Finding {
  readonly severity: Severity;
  /** The rule that found it: a closed list, each with an offline page. */
  readonly rule: Reason;
  /** Where, as a path into the resource: `spec.storage.className`. */
  readonly path: string;
  /** What is the case now. Never a secret value. */
  readonly message: string;
  /** What would be accepted. */
  readonly fix: string;
}
