import type { KubeObject } from '../../../operator/api/object.ts';

/** Where every object of the cases is. */
export const NAMESPACE = 'memory-cluster';

/** One request of a case. */
export interface Step {
  readonly verb: 'apply' | 'status' | 'create' | 'replace';
  readonly manager: string;
  readonly object: KubeObject;
}
