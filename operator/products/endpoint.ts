import type { Kind } from '../judge/judge.ts';

/**
 * A place of a spec that names a host. What the operator judges and what the API server is told to judge are both made
 * of these.
 */
export interface EndpointField {
  /** Path in the spec: `[]` stands for each entry of a list, `*` for each member of a map. */
  readonly path: string;
  /** How the judge reads the text. */
  readonly kind: Kind;
  /** The place is a reference to a Secret, and this is the key that holds the text where the reference names none. */
  readonly key?: string;
  /** What the judge reads, where that is more than the text that stands there; the second is the last member's name. */
  readonly text?: (value: unknown, member: string) => string;
}
