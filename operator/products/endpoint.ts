import type { Kind } from '../judge/judge.ts';
import type { SecretKey } from '../model/model.ts';

/** A place that names a host: in the spec itself, or in a Secret that the spec names. */
export type Endpoint = {
  /** Path in the spec. */
  readonly path: string;
  /** How the judge reads the text. */
  readonly kind: Kind;
} & ({ readonly text: string } | { readonly secret: SecretKey });
