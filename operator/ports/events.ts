import type { ObjectRef } from '../api/object.ts';
import type { Reason } from '../api/reasons.ts';

/** One thing worth telling the people who run the cluster. */
export interface Happening {
  readonly regarding: ObjectRef & { readonly uid: string };
  readonly related?: ObjectRef;
  /** Warning only when a person should act. */
  readonly type: 'Normal' | 'Warning';
  readonly reason: Reason;
  /** What was done or tried, one CamelCase word. */
  readonly action: string;
  /** A sentence without secrets; at most 1,024 bytes are kept. */
  readonly note: string;
}

/** Takes events and never fails: telling is not worth stopping for. */
export interface Events {
  record(happening: Happening): void;
}
